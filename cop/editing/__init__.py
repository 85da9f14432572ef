"""Editing: roles on pages, moderation, review dates, approvals without an account, the admin's home."""
