"""What programs may read of the library: resources, and collections of them."""

from . import collections, library


def register_collections() -> None:
    """Called once, when the apps are ready."""
    library.register_collection()
    collections.register_collection()
