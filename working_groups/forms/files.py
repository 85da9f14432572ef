"""Files that come with a post."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cop.core.files.checking import GoodFile
from cop.core.stored.fields import FilesField

from ..refusals import Refused
from ..services.documents import checked


class AttachmentsField(FilesField):
    """Files that come with a post: judged at once, so that what is wrong stands beside the field."""

    def clean(self, data: Any, initial: Any = None) -> list[GoodFile]:  # type: ignore[override]
        good, problems = [], []
        for file in super().clean(data, initial):
            try:
                good.append(checked(file, name=str(file.name or ""), size=file.size))
            except Refused as refusal:
                problems.append(_("%(name)s: %(problem)s") % {"name": str(file.name)[:80], "problem": refusal})
        if problems:
            raise ValidationError(problems)
        return good
