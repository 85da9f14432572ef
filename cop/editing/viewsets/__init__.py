"""Editing in the Wagtail admin: approvals, reviews."""
