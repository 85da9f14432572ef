"""Letters: written once, sent once."""
