"""HTTP of the events room."""
