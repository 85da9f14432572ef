"""Tables of the search: public words, public titles, saved searches."""

from .saved import SavedSearch
from .titles import Title, TitleKey
from .words import PublicWord, WordKey

__all__ = ["PublicWord", "SavedSearch", "Title", "TitleKey", "WordKey"]
