"""Views that belong to no room."""
