"""Views of the home room."""
