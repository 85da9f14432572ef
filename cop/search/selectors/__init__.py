"""Reads of the search: what is found, how it may have been meant, what is suggested."""
