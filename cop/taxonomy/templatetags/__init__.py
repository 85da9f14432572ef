"""Template tags of the taxonomy: the tile map."""
