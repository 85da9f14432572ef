"""Tables of the search: public words and titles, saved searches, recommended results, searches without result."""

from .openings import PageOpening
from .promoted import PromotedResult
from .saved import SavedSearch
from .silent import SilentSearch
from .titles import Title, TitleKey
from .words import CountedText, PublicWord, WordKey

__all__ = [
    "CountedText",
    "PageOpening",
    "PromotedResult",
    "PublicWord",
    "SavedSearch",
    "SilentSearch",
    "Title",
    "TitleKey",
    "WordKey",
]
