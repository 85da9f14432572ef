"""Letters about a member's own data: the export is ready, the account is going to be deleted, stays, is gone."""

from datetime import datetime

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, letter


def _moment(row: Letter, name: str) -> datetime | None:
    return parse_datetime(str(row.params.get(name, "")))


@letter("privacy.export_ready", title=gettext_lazy("A member's data is ready"))
def export_ready(row: Letter) -> LetterContent:
    return LetterContent(
        subject=_("Your data is ready"),
        template="privacy/export_ready",
        context={"until": _moment(row, "expires_at"), "address": absolute(reverse("my_data"))},
    )


@letter("privacy.deletion_asked", title=gettext_lazy("An account is going to be deleted"), secret=("token",))
def deletion_asked(row: Letter) -> LetterContent:
    return LetterContent(
        subject=_("Your account is going to be deleted"),
        template="privacy/deletion_asked",
        context={
            "due_at": _moment(row, "due_at"),
            "address": absolute(reverse("keep_account", args=[row.params["token"]])),
        },
    )


@letter("privacy.dormant", title=gettext_lazy("An unused account is going to be deleted"), secret=("token",))
def dormant(row: Letter) -> LetterContent:
    return LetterContent(
        subject=_("Do you still need your account?"),
        template="privacy/dormant",
        context={
            "due_at": _moment(row, "due_at"),
            "address": absolute(reverse("keep_account", args=[row.params["token"]])),
        },
    )


@letter("privacy.deletion_undone", title=gettext_lazy("An account stays"))
def deletion_undone(row: Letter) -> LetterContent:
    return LetterContent(
        subject=_("Your account stays"),
        template="privacy/deletion_undone",
        context={"address": absolute(reverse("account"))},
    )


@letter("privacy.deleted", title=gettext_lazy("An account was deleted"))
def deleted(row: Letter) -> LetterContent:
    return LetterContent(subject=_("Your account is deleted"), template="privacy/deleted")
