"""The cache as a test finds it."""

from django.core.cache import cache


def settle() -> None:
    """Empty but for what a running site has read already: the frame's settings and the state of the cookie list.

    Both are read after a change only; budgets of pages do not hold their statements. (Nothing is set and nothing
    optional is on the list in the tests' ground.)
    """
    from cop.core import site_frame

    cache.clear()
    cache.set("privacy:cookie-list", ("", ()))
    cache.set_many({site_frame.VERSION: 0, site_frame.DATA: (0, site_frame.Frame())}, timeout=None)
