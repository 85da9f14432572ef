"""Letters about saved searches: one per member and moment, with what is new in all that is due.

Each search has a mark: what came up to it has been reckoned with. When a moment has passed where the member
lives, one transaction writes the letter (unique by member and moment) and moves the marks to that moment: nothing is
told twice, and a worker that was away for two days tells of all of it in one letter. What is new is read once a run,
whatever the number of searches; it is read again when the letter leaves, with what the member may read then.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from cop.notifications.moments import latest_moment, zone_named
from cop.notifications.services import outbox

from ..choices import AlertRhythm
from ..models import SavedSearch
from ..selectors.alerts import Span
from ..selectors.fresh import Fresh, Key, read_fresh

KIND = "search.alert"
MORNING, MONDAY = time(7), 0
# A page carries the moment of its publishing, which is a little before others can see it.
SETTLE = timedelta(minutes=2)
BATCH = 200


def due_moment(zone: ZoneInfo, rhythm: str, now: datetime) -> datetime:
    """When the last letter of this rhythm was due there: at 7:00 each day, or on Mondays."""
    return latest_moment(zone, now, at=MORNING, weekday=None if rhythm == AlertRhythm.DAILY else MONDAY)


def write_due(*, now: datetime | None = None) -> int:
    """Write all letters whose moment has passed; returns how many are new. Twice at once writes each once."""
    now = (now or timezone.now()) - SETTLE
    waiting = SavedSearch.objects.filter(is_paused=False)
    zones = waiting.order_by().values_list("member__time_zone", flat=True).distinct()
    # Places with the same clocks are asked about together.
    same: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
    for name in zones:
        zone = zone_named(name)
        same[due_moment(zone, AlertRhythm.DAILY, now), due_moment(zone, AlertRhythm.WEEKLY, now)].append(name)
    written = 0
    for (daily, weekly), names in same.items():
        due = waiting.filter(
            Q(rhythm=AlertRhythm.DAILY, mark__lt=daily) | Q(rhythm=AlertRhythm.WEEKLY, mark__lt=weekly),
            member__time_zone__in=names,
        )
        since = due.aggregate(first=Min("mark"))["first"]
        if since is None:
            continue
        until = {AlertRhythm.DAILY: daily, AlertRhythm.WEEKLY: weekly}
        fresh = read_fresh(since, max(daily, weekly))
        after = 0
        while members := _members(due, after):
            written += _write(due.filter(member__in=members), until, fresh)
            after = members[-1]
    return written


def _members(due: QuerySet[SavedSearch], after: int) -> list[int]:
    numbers = due.filter(member__gt=after).order_by("member_id").values_list("member_id", flat=True).distinct()
    return list(numbers[:BATCH])


@transaction.atomic
def _write(due: QuerySet[SavedSearch], until: dict[AlertRhythm, datetime], fresh: Fresh) -> int:
    """Statements: searches (locked), accounts, letters and their task, marks by rhythm; those of `Fresh.came` where
    something may be new that is not for everybody."""
    # Locked: a second run at the same moment waits, and finds the marks moved.
    searches = list(due.select_for_update(of=("self",)).order_by("member_id", "pk"))
    spans: dict[int, dict[Span, list[Key]]] = defaultdict(dict)
    for search in searches:
        span = Span(search.pk, search.mark, until[AlertRhythm(search.rhythm)])
        if found := fresh.within(search, span.since, span.until):
            spans[search.member_id][span] = found
    new = outbox.post_many(kind=KIND, drafts=list(_drafts(spans, fresh))) if spans else []
    for rhythm, moment in until.items():
        passed = [search.pk for search in searches if search.rhythm == rhythm]
        if passed:
            SavedSearch.objects.filter(pk__in=passed).update(mark=moment)
    return len(new)


def _drafts(spans: dict[int, dict[Span, list[Key]]], fresh: Fresh) -> Iterable[outbox.Draft]:
    members = get_user_model().objects.filter(is_active=True).in_bulk(spans)
    wanted = {number: {key for keys in spans[number].values() for key in keys} for number in members}
    came = fresh.came(members.values(), wanted)
    for number, member in members.items():
        told = [
            span
            for span, keys in spans[number].items()
            if any((moment := came.get((number, key))) and span.since < moment <= span.until for key in keys)
        ]
        if told:
            last = max(span.until for span in told)
            yield outbox.Draft(
                cause=f"saved searches {number} {last.isoformat()}",
                to=member,
                params={"spans": [span.as_fact() for span in told]},
            )
