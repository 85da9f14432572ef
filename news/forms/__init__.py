"""Cleaning input."""
