"""Every write of the news, one process a file."""
