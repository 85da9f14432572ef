"""Tables of the search: public words."""

from .words import PublicWord, WordKey

__all__ = ["PublicWord", "WordKey"]
