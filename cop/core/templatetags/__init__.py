"""Template tags of the ground: components, fields, icons."""
