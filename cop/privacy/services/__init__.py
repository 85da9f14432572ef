"""Every write of privacy, one process a file."""
