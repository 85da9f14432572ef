"""Search: what may be found, and the page that finds it."""
