"""Fields for text as people type it: one form of each letter, no invisible tricks, bounded length."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORT_LENGTH = 200
LONG_LENGTH = 4_000

# Characters that turn the direction of what follows: on a badge, in a list or a file name they make one thing look
# like another. Text in Arabic or Hebrew needs none of them.
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# NUL is not among them: it never comes from a keyboard, and is refused rather than repaired.
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL_BUT_LINES = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]+")


def plain_line(text: str) -> str:
    """`text` as one line: composed letters, single spaces, nothing that turns the direction."""
    text = _DIRECTION.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"\s+", " ", _CONTROL.sub(" ", text)).strip()


def plain_text(text: str) -> str:
    """`text` with its lines. Browsers send line ends as two characters and count them as one."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL_BUT_LINES.sub(" ", _DIRECTION.sub("", text)).strip()


def _messages(length: int, given: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
        "null_characters_not_allowed": _("This contains a character that cannot be saved. Please type it again."),
        **(given or {}),
    }


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, *, max_length: int = SHORT_LENGTH, **kwargs: Any) -> None:
        messages = _messages(max_length, kwargs.pop("error_messages", None))
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_line(super().to_python(value) or "")


class ProseField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, max_length: int = LONG_LENGTH, rows: int = 5, **kwargs: Any) -> None:
        messages = _messages(max_length, kwargs.pop("error_messages", None))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "")
