"""Counting how much a group is used: readers and downloads a month. Nobody is told, and nothing is logged."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cop.core.monthly import add_one, month_of

from ..models import GroupMonth, Membership

if TYPE_CHECKING:
    from ..selectors.doors import Inside


def count_reader(inside: "Inside", *, now: datetime | None = None) -> None:
    """A member reads something: the first time in a month they are counted, then nothing is asked or written.

    Whoever does not belong to the group (the secretariat, readers of a public one) is no reader of it. Of two tabs at
    once one moves the mark, and only that one counts.
    """
    month = month_of(now or timezone.now())
    if not inside.is_member or inside.membership is None or inside.membership.read_month == month:
        return
    with transaction.atomic():
        mine = Membership.objects.filter(Q(read_month=None) | Q(read_month__lt=month), pk=inside.membership.pk)
        if mine.update(read_month=month):
            add_one(GroupMonth, "readers", month=month, group_id=inside.group.pk)


def count_download(group_id: int, *, now: datetime | None = None) -> None:
    """Somebody downloads a document of the group, or a ZIP of them. One statement; two more in a new month."""
    add_one(GroupMonth, "downloads", month=month_of(now or timezone.now()), group_id=group_id)
