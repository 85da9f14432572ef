"""Pages of the news beside Wagtail's own."""
