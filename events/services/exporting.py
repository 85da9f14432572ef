"""Noting who took registrations out of the system, what of them, and when."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from ..models import RegistrationSetup
from ..permissions import can_manage_registrations
from ..refusals import Reason, Refused
from .setup import SETUP_PREFIX

if TYPE_CHECKING:
    from cop.members.models import User


@transaction.atomic
def note_export(
    *, actor: "User", event_ids: Iterable[int], columns: Sequence[str], count: int, kind: str, filters: str = ""
) -> None:
    """One line in the history of the set-up of each event that the sheet is about."""
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    for setup in RegistrationSetup.objects.filter(event_id__in=list(event_ids)).select_related("event"):
        log(
            setup,
            f"{SETUP_PREFIX}export",
            user=actor,
            data={"columns": list(columns), "count": count, "kind": kind, "filters": filters[:500]},
        )


@transaction.atomic
def note_code_export(*, actor: "User", setup: RegistrationSetup, count: int, kind: str) -> None:
    """One line in the history of the set-up."""
    if not can_manage_registrations(actor):
        raise Refused(Reason.NOT_YOURS)
    log(setup, f"{SETUP_PREFIX}export_codes", user=actor, data={"count": count, "kind": kind})
