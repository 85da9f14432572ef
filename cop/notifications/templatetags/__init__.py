"""Template tags of the letters."""
