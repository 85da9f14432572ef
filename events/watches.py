"""What of this room the audit log shows: who of the staff looked at a registration, took lists out, moved people."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cop.privacy import audit

from .models import AnswerFile, Registration
from .services.setup import SETUP_PREFIX
from .services.states import LOG_PREFIX


def register() -> None:
    """Called once, when the apps are ready."""
    audit.watch(
        "registrations:detail", action="events.registration_viewed", title=_("Registration looked at"), subject=_one
    )
    audit.watch("answer_file", action="events.file_read", title=_("File of a registration opened"), subject=_file)
    audit.show_log(LOG_PREFIX, by_staff=_of_others)
    for name in ("export", "export_codes"):
        audit.show_log(f"{SETUP_PREFIX}{name}")


def _one(kwargs: Mapping[str, Any], args: tuple[Any, ...]) -> tuple[int | None, str]:
    found = Registration.objects.filter(pk=kwargs["pk"]).values_list("member_id", "code").first()
    return found or (None, "")


def _file(kwargs: Mapping[str, Any], args: tuple[Any, ...]) -> tuple[int | None, str]:
    rows = AnswerFile.objects.filter(pk=kwargs["pk"])
    return rows.values_list("registration__member_id", "registration__code").first() or (None, "")


def _of_others(lines: QuerySet) -> QuerySet:
    """Without what members did with their own registrations; of former members it cannot be told any more."""
    own = Registration.objects.annotate(key=Cast("pk", CharField())).filter(
        member_id=OuterRef("user_id"), key=OuterRef("object_id")
    )
    return lines.filter(~Exists(own), user__erased_at=None)
