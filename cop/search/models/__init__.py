"""Tables of the search: public words, public titles."""

from .titles import Title, TitleKey
from .words import PublicWord, WordKey

__all__ = ["PublicWord", "Title", "TitleKey", "WordKey"]
