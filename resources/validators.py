"""Numbers by which works are known, made uniform and checked: DOI and ISBN."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core.dois import bare_doi, is_doi


def clean_doi(text: str) -> str:
    """A DOI as it is kept, without the address or the “doi:” before it. Raises `ValidationError`."""
    doi = bare_doi(text)
    if doi and not is_doi(doi):
        raise ValidationError(_("This is no DOI. It begins with 10. and holds a slash, for example 10.2791/53569"))
    return doi


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
