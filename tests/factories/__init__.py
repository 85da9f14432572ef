"""Factories: one module a room."""
