"""Reads about editing."""
