"""Reads of the events room."""
