"""Editing: approvals, moderation, reviews, the home of the admin."""
