"""Every write of the library beyond what editors save with a page."""
