"""What a typed line of text may not hold."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core.visible import shows_something

# Letters that turn the direction of what follows: a name with one of them rewrites the rest of a list.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_line(value: str) -> None:
    """Refuse control characters, characters that turn the writing direction, and what shows nothing at all.

    Right-to-left scripts are welcome.
    """
    turned = any(character in TURNS or unicodedata.category(character) == "Cc" for character in value)
    if turned or (value and not shows_something(value)):
        raise ValidationError(
            _("This holds characters that cannot be shown. Please type it instead of pasting it."), code="unseen"
        )
