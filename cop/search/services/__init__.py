"""Writes of the search, one process a file."""
