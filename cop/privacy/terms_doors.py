"""At which doors members are asked for new terms: rooms name their routes in ready().

Everything else stays open without an answer: reading, one's own tickets, cancelling, exporting, deleting.
"""

_doors: set[str] = set()


def ask_at(*url_names: str) -> None:
    """Who opens one of these pages is asked first, and comes back to it."""
    _doors.update(url_names)


def is_door(url_name: str | None) -> bool:
    """Is it one of them?"""
    return url_name in _doors


def doors() -> frozenset[str]:
    """All of them."""
    return frozenset(_doors)
