"""Letters of the events room: one function a letter; imported in ready(), which registers them."""
