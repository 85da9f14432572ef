"""Writes of the home room."""
