"""The events room in the Wagtail admin."""
