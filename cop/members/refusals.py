"""Why this room says no."""


class MemberRefusal(Exception):
    """A change to an account, profile or organisation that is not possible; the text is for people."""
