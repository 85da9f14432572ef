"""Settings by surroundings: dev (default), test, production; what they share is in base."""
