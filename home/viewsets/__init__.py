"""The staff's pages of the home room in the Wagtail admin."""
