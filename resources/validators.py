"""ISBN: made uniform, and checked. (DOI: `cop.core.dois`.)"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def clean_isbn(text: str) -> str:
    """An ISBN of 10 or 13 digits without spaces and hyphens, its check digit verified. Raises `ValidationError`."""
    isbn = re.sub(r"[\s‐‑–-]", "", text).upper().removeprefix("ISBN").lstrip(":")
    if not isbn:
        return ""
    if re.fullmatch(r"\d{13}", isbn):
        right = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(isbn)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", isbn):
        values = [10 if digit == "X" else int(digit) for digit in isbn]
        right = sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    else:
        right = False
    if not right:
        raise ValidationError(_("This is no ISBN: it has 10 or 13 digits, and the last one must fit the others."))
    return isbn
