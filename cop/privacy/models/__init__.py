"""Rows of privacy."""
