"""Reads of the home room."""
