"""What harvesters get: resources that everybody may read, and those that left the site, by their last change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.models import PageLogEntry

from cop.core.feeds import NEVER
from cop.core.models import pages_open_to

from ..models import ResourcePage
from ..oai.asking import Selection
from .resources import everybody, resources_visible_to, with_parts

PER_PAGE = 100
# Unpublished by hand, by the clock, or by withdrawing: Wagtail's log knows the moment of each.
UNPUBLISHED = "wagtail.unpublish"


@dataclass(frozen=True)
class Record:
    """One thing to harvest; without `resource` it is gone, or only its head was asked for."""

    number: int
    moment: datetime
    kind: str
    is_gone: bool
    resource: ResourcePage | None = None


@dataclass(frozen=True)
class Harvest:
    """A part of what a selection holds, how many it held at its beginning, and whether there is more behind `last`.

    `given` are those of this part that count for the harvester's cursor, told or hidden in the meantime.
    """

    records: Sequence[Record]
    total: int
    has_more: bool
    last: Record | None
    given: int


def harvest(selection: Selection, *, whole: bool) -> Harvest:
    """The next part, the longest unchanged first: what changes meanwhile comes again at the end, and nothing is missed.

    Statements: two; two more to count at the beginning; for whole records resources, authors, topics, regions, links.
    """
    sources = [(_selected(_present(), selection), False), (_selected(_gone(), selection), True)]
    total = selection.total
    if total is None:
        total = sum(rows.count() for rows, _is_gone in sources)
    found = [
        Record(number, moment, kind, is_gone)
        for rows, is_gone in sources
        for number, moment, kind in _behind(rows, selection).values_list("pk", "moment", "kind")[: PER_PAGE + 1]
    ]
    found.sort(key=lambda record: (record.moment, record.number))
    part = found[:PER_PAGE]
    records = _with_resources(part) if whole else part
    return Harvest(records, total, len(found) > PER_PAGE, part[-1] if part else None, len(part))


def record(number: int) -> Record | None:
    """One thing; None if it was never to be harvested. Statements: one, two if it is gone; five more if it is not."""
    for rows, is_gone in ((_present(), False), (_gone(), True)):
        row = rows.filter(pk=number).values_list("moment", "kind").first()
        found = [Record(number, row[0], row[1], is_gone)] if row else []
        if found:
            return next(iter(_with_resources(found)), None)
    return None


def earliest() -> datetime:
    """Nothing has changed before. One statement."""
    return _present().aggregate(first=Min("moment"))["first"] or NEVER


def _present() -> QuerySet[ResourcePage]:
    moment = Coalesce("last_published_at", "first_published_at", Value(NEVER), output_field=DateTimeField())
    return resources_visible_to(everybody()).annotate(moment=moment)


def _gone() -> QuerySet[ResourcePage]:
    """Was published, and is not restricted: that it was there once is no secret. Nothing but its number is told."""
    last = (
        PageLogEntry.objects.filter(page=OuterRef("pk"), action__startswith=UNPUBLISHED)
        .order_by("-timestamp")
        .values("timestamp")[:1]
    )
    gone = pages_open_to(ResourcePage.objects.filter(live=False, first_published_at__isnull=False), everybody())
    return gone.annotate(moment=Subquery(last)).filter(moment__isnull=False)


def _selected(rows: QuerySet[ResourcePage], selection: Selection) -> QuerySet[ResourcePage]:
    if selection.since:
        rows = rows.filter(moment__gte=selection.since)
    if selection.before:
        rows = rows.filter(moment__lt=selection.before)
    return rows.filter(kind=selection.kind) if selection.kind else rows


def _behind(rows: QuerySet[ResourcePage], selection: Selection) -> QuerySet[ResourcePage]:
    if selection.after:
        moment, number = selection.after
        rows = rows.filter(Q(moment__gt=moment) | Q(moment=moment, pk__gt=number))
    return rows.order_by(F("moment").asc(), "pk")


def _with_resources(records: Sequence[Record]) -> list[Record]:
    wanted = [each.number for each in records if not each.is_gone]
    rows = resources_visible_to(everybody()).defer("body", "search_description").prefetch_related("links")
    resources = with_parts(rows).in_bulk(wanted) if wanted else {}
    return [
        Record(each.number, each.moment, each.kind, each.is_gone, resources.get(each.number))
        for each in records
        # Hidden between two statements: not told.
        if each.is_gone or each.number in resources
    ]
