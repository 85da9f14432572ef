"""Files that rooms keep: what is known of each, how it comes into the private storage, how it is read."""
