"""Fields of forms that take several files at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from .keeping import ACCEPT


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else [each for each in [files.get(name)] if each]


class FilesField(forms.FileField):
    """At most so many files, as they were sent; the service judges each."""

    widget = FilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        found = [each for each in (data or []) if each]
        if not found and self.required:
            raise ValidationError(self.error_messages["required"])
        if len(found) > self.most:
            words = ngettext("Send one file at a time.", "Send at most %(n)d files at once.", self.most)
            raise ValidationError(words % {"n": self.most})
        return found
