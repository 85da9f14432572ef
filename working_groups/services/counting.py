"""Counting how much a group is used: readers and downloads a month. Nobody is told, and nothing is logged."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..models import GroupMonth, Membership

if TYPE_CHECKING:
    from ..selectors.doors import Inside


def month_of(moment: datetime) -> date:
    """The first day of its month, on the clock of the site: the same month for all members."""
    return timezone.localdate(moment, timezone.get_default_timezone()).replace(day=1)


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
            _add(inside.group.pk, month, "readers")


def count_download(group_id: int, *, now: datetime | None = None) -> None:
    """Somebody downloads a document of the group, or a ZIP of them. One statement; two more in a new month."""
    _add(group_id, month_of(now or timezone.now()), "downloads")


def _add(group_id: int, month: date, what: str) -> None:
    """One more: the row of the month is locked for this statement, the row of the group never."""
    row = GroupMonth.objects.filter(group=group_id, month=month)
    if row.update(**{what: F(what) + 1}):
        return
    GroupMonth.objects.bulk_create([GroupMonth(group_id=group_id, month=month)], ignore_conflicts=True)
    row.update(**{what: F(what) + 1})
