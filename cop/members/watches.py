"""What of this room the audit log shows: who of the staff looked at which account, and changed it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cop.privacy import audit

from .models import MemberLetter, User


def register() -> None:
    """Called once, when the apps are ready."""
    audit.watch("wagtailusers_users:edit", action="members.viewed", title=_("Account looked at"), subject=_account)
    audit.watch(
        "contact_messages:inspect",
        action="members.contact_read",
        title=_("Reported letter read"),
        subject=_message,
    )
    audit.show_log("members.", by_staff=_not_about_oneself)


def _account(kwargs: Mapping[str, Any], args: tuple[Any, ...]) -> tuple[int | None, str]:
    given = str(kwargs.get("pk") or (args[0] if args else ""))
    return (int(given) if given.isdecimal() else None), ""


def _message(kwargs: Mapping[str, Any], args: tuple[Any, ...]) -> tuple[int | None, str]:
    sender = MemberLetter.objects.filter(pk=kwargs["pk"]).values_list("sender_id", flat=True).first()
    return sender, f"#{kwargs['pk']}"


def _not_about_oneself(lines: QuerySet) -> QuerySet:
    own = lines.annotate(actor_number=Cast("user_id", CharField())).filter(
        content_type=ContentType.objects.get_for_model(User), object_id=F("actor_number")
    )
    # Reporting a letter is what its receiver does.
    return lines.exclude(action="members.contact_report").exclude(pk__in=own.values("pk"))
