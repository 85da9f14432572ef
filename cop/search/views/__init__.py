"""HTTP of the search."""
