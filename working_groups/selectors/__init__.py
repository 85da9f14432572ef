"""Reads of the working groups; one subject a file."""

from .groups import groups_visible_to

__all__ = ["groups_visible_to"]
