"""The one exception of the cookie list."""


class CookieRefusal(Exception):
    """A change to the list that cannot be made; says why in a sentence for the editor."""
