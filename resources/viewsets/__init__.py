"""The library in the Wagtail admin beyond the edit form of its pages."""
