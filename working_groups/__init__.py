"""Working groups: their public face; membership and discussion come with the next issues."""
