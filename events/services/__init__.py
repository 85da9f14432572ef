"""Every write of the events room."""
