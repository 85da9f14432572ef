"""The editors' pages of the search in the Wagtail admin."""
