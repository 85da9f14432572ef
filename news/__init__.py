"""News and articles, their feeds, and the newsletter."""
