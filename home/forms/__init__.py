"""Forms of the home room."""
