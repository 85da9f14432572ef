"""What harvesters get: resources that everybody may read, and those that left the site, by their last change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Length, Substr
from wagtail.models import PageLogEntry, PageViewRestriction

from cop.core.feeds import NEVER
from cop.core.models import pages_open_to

from ..models import ResourcePage
from ..oai.asking import Selection
from .resources import everybody, resources_visible_to, with_parts

PER_PAGE = 100
# Unpublished by hand, by the clock, or by withdrawing: Wagtail's log knows the moment of each.
UNPUBLISHED = "wagtail.unpublish"
CLOSED, OPENED = "wagtail.view_restriction.create", "wagtail.view_restriction.delete"


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

    Statements: three; three more to count at the beginning; for whole records resources, authors, topics, regions,
    links.
    """
    sources = [(_selected(rows, selection), is_gone) for rows, is_gone in _sources()]
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
    """One thing; None if it was never to be harvested. Statements: one, at most three if it is gone; five more if it is
    not."""
    for rows, is_gone in _sources():
        row = rows.filter(pk=number).values_list("moment", "kind").first()
        found = [Record(number, row[0], row[1], is_gone)] if row else []
        if found:
            return next(iter(_with_resources(found)), None)
    return None


def earliest() -> datetime:
    """Nothing has changed, or left, before. Three statements."""
    moments = [rows.aggregate(first=Min("moment"))["first"] for rows, _is_gone in _sources()]
    return min((moment for moment in moments if moment), default=NEVER)


def _sources() -> list[tuple[QuerySet[ResourcePage], bool]]:
    """What there is to harvest, each with its `moment`, and whether it is gone. Nothing stands in two of them."""
    return [(_present(), False), (_gone(), True), (_closed(), True)]


def _present() -> QuerySet[ResourcePage]:
    """Changed when it was published, or when the page or one above it was opened to everybody."""
    published = Coalesce("last_published_at", "first_published_at", Value(NEVER), output_field=DateTimeField())
    opened = Coalesce(_last(OPENED), Value(NEVER), output_field=DateTimeField())
    return resources_visible_to(everybody()).annotate(moment=Greatest(published, opened))


def _gone() -> QuerySet[ResourcePage]:
    """Was published, and is not restricted: that it was there once is no secret. Nothing but its number is told."""
    last = (
        PageLogEntry.objects.filter(page=OuterRef("pk"), action__startswith=UNPUBLISHED)
        .order_by("-timestamp")
        .values("timestamp")[:1]
    )
    gone = pages_open_to(ResourcePage.objects.filter(live=False, first_published_at__isnull=False), everybody())
    return gone.annotate(moment=Subquery(last)).filter(moment__isnull=False)


def _closed() -> QuerySet[ResourcePage]:
    """Was open to everybody and is not any more: who has it must take it down, and that it was there is no secret.

    One restriction applies, it came after the first publication, and none has been lifted since: so there was a time
    without any. What was never open is not told.
    """
    applying = (
        _at_or_above(PageViewRestriction.objects.all())
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk"))
        .values("number")
    )
    closed = ResourcePage.objects.filter(live=True, first_published_at__isnull=False).annotate(
        moment=Subquery(_last(CLOSED)),
        opened=Coalesce(_last(OPENED), Value(NEVER), output_field=DateTimeField()),
        restrictions=Subquery(applying, output_field=IntegerField()),
    )
    return closed.filter(restrictions=1, moment__gt=Greatest("first_published_at", "opened"))


def _last(action: str) -> QuerySet[PageLogEntry]:
    """The last time that this was done to the page or one above it."""
    entries = _at_or_above(PageLogEntry.objects.filter(action=action))
    return entries.order_by("-timestamp").values("timestamp")[:1]


def _at_or_above(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows that point to pages, those of the page around, and of pages above it."""
    return rows.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))


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
