"""What is exported and erased of things that have no room of their own: letters, log-in, admin, privacy itself."""
