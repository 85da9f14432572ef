"""Every write of the working groups, one process a file."""
