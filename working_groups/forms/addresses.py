"""Addresses out of pasted text or a sheet."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from cop.core.sheet_reading import TooManyRows, rows_of

LARGEST = 1_000_000
MOST_ROWS = 5_000
LONGEST = 254

# Nobody is invited at this machine's own mailboxes.
_check = EmailValidator(allowlist=[])
_between = re.compile(r"[\s,;<>()\"'|]+")


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """Addresses once each and in lower case, and what looks like one but is none ("ana@agency").

    Signs that nobody sees, which come along when one pastes from a mail program, and those that begin a formula are
    left out.
    """
    good: dict[str, None] = {}
    bad: list[str] = []
    seen = "".join(sign for sign in text.replace("\0", " ") if unicodedata.category(sign) != "Cf")
    for part in _between.split(seen):
        word = part.lstrip("=+-").removeprefix("mailto:").strip(".").lower()
        if "@" not in word:
            continue
        try:
            _check(word)
            if len(word) > LONGEST or word.endswith("]"):
                raise ValidationError("")
        except ValidationError:
            bad.append(word[:80])
        else:
            good[word] = None
    return list(good), bad


def text_of(upload: UploadedFile) -> str:
    """All cells of a sheet (XLSX, CSV, plain text) as text. Raises ValidationError with what is wrong."""
    if (upload.size or 0) > LARGEST:
        raise ValidationError(_("The sheet is larger than 1 MB."))
    try:
        rows = rows_of(upload.read(), most_rows=MOST_ROWS, all_sheets=True)
    except TooManyRows as error:
        raise ValidationError(_("The sheet has more than 5,000 rows. Split it, so that nobody is left out.")) from error
    return "\n".join(cell for row in rows for cell in row if cell)
