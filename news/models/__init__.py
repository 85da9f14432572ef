"""Pages and rows of the news."""
