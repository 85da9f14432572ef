"""Reads for the pages about a member's own data."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from ..models import DataExport, Erasure, ExportState
from ..models.erasure import UNDER_WAY

if TYPE_CHECKING:
    from cop.members.models import User


def latest_export(member: "User") -> DataExport | None:
    """The newest that is not removed; None if there is none."""
    return DataExport.objects.filter(member=member).exclude(state=ExportState.REMOVED).order_by("-asked_at").first()


def get_export_for(member: "User", key: UUID) -> DataExport:
    """The member's own export that is ready; 404 for anybody else's, and for one that is not there."""
    export = DataExport.objects.filter(member=member, key=key, state=ExportState.READY).first()
    if export is None:
        raise Http404
    return export


def erasure_under_way(member: "User") -> Erasure | None:
    """The deletion that is asked for; None if there is none."""
    return Erasure.objects.filter(member=member, state__in=UNDER_WAY).first()
