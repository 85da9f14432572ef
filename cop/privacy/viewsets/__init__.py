"""The staff's pages of privacy in the Wagtail admin."""
