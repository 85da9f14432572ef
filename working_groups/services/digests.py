"""Digests: one letter per member and moment, about all their groups whose rhythm has come to it.

A membership has a mark: what came up to it has been reckoned with. When a moment has passed where the member lives, one
transaction writes the letter (unique by member and moment) with the spans that it covers, and moves the marks to that
moment. So nothing is covered twice, and a worker that was away for two days covers all of it in one letter. What the
letter shows is read when it is sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from cop.notifications import moments
from cop.notifications.moments import zone_named
from cop.notifications.services import outbox

from ..choices import Rhythm
from ..models import Membership
from ..selectors.digests import Span
from ..selectors.digests_due import has_news
from . import post_mails

KIND = "working_groups.digest"
EVENING = time(18)
MORNING, MONDAY = time(7), 0
# Posts carry the moment at which they were written, which is a little before they can be seen by others.
SETTLE = timedelta(minutes=2)
BATCH = 200
OF_DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)


def latest_moment(zone: ZoneInfo, rhythm: str, now: datetime) -> datetime:
    """When the last digest of this rhythm was due there: 18:00 each day, 7:00 on Mondays, by the clocks there."""
    if rhythm == Rhythm.DAILY:
        return moments.latest_moment(zone, now, at=EVENING)
    return moments.latest_moment(zone, now, at=MORNING, weekday=MONDAY)


def write_due(*, now: datetime | None = None) -> int:
    """Write all digests whose moment has passed; returns how many letters are new. Twice at once writes each once."""
    now = (now or timezone.now()) - SETTLE
    post_mails.write_all(until=now)
    waiting = Membership.objects.active().filter(rhythm__in=OF_DIGESTS)
    zones = waiting.order_by().values_list("member__time_zone", flat=True).distinct()
    # Places with the same clocks are asked about together.
    same: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
    for name in zones:
        zone = zone_named(name)
        same[latest_moment(zone, Rhythm.DAILY, now), latest_moment(zone, Rhythm.WEEKLY, now)].append(name)
    written = 0
    for (daily, weekly), names in same.items():
        due = waiting.filter(
            Q(rhythm=Rhythm.DAILY, digest_mark__lt=daily) | Q(rhythm=Rhythm.WEEKLY, digest_mark__lt=weekly),
            member__time_zone__in=names,
        )
        until = {Rhythm.DAILY: daily, Rhythm.WEEKLY: weekly}
        after = 0
        while after := _next_member(due, after):
            last, new = _write_batch(due, until, after)
            written += new
            after = last
    return written


def write_now(membership: Membership, *, now: datetime) -> int:
    """The digest of one group before its moment: for somebody who wants to hear at once from now on."""
    due = Membership.objects.active().filter(pk=membership.pk, rhythm__in=OF_DIGESTS)
    return _write(due, dict.fromkeys(OF_DIGESTS, now))


def _next_member(due: QuerySet[Membership], after: int) -> int:
    return due.filter(member__gt=after).order_by("member_id").values_list("member_id", flat=True).first() or 0


def _write_batch(due: QuerySet[Membership], until: dict[Rhythm, datetime], first: int) -> tuple[int, int]:
    """All that is due of the next members; gives the last of them. A member's groups are never torn apart."""
    members = due.filter(member__gte=first).order_by("member_id").values_list("member_id", flat=True).distinct()[:BATCH]
    chosen = list(members)
    if not chosen:
        return first, 0
    return chosen[-1], _write(due.filter(member__in=chosen), until)


@transaction.atomic
def _write(due: QuerySet[Membership], until: dict[Rhythm, datetime]) -> int:
    """Statements: memberships (locked), their accounts, letters and their task, marks by rhythm."""
    news = Case(
        *(When(rhythm=rhythm, then=has_news(moment)) for rhythm, moment in until.items()), default=Value(value=False)
    )
    # Locked: a second run at the same moment waits, and finds the marks moved.
    memberships = list(due.select_for_update(of=("self",)).annotate(news=news).order_by("member_id", "pk"))
    spans: dict[int, list[Span]] = defaultdict(list)
    for each in memberships:
        if each.news:
            spans[each.member_id].append(Span(each.pk, each.digest_mark, until[Rhythm(each.rhythm)]))
    new = outbox.post_many(kind=KIND, drafts=list(_drafts(spans))) if spans else []
    for rhythm, moment in until.items():
        passed = [each.pk for each in memberships if each.rhythm == rhythm]
        if passed:
            Membership.objects.filter(pk__in=passed).update(digest_mark=moment)
    return len(new)


def _drafts(spans: dict[int, list[Span]]) -> Iterable[outbox.Draft]:
    members = get_user_model().objects.in_bulk(spans)
    for member_id, covered in spans.items():
        last = max(span.until for span in covered)
        yield outbox.Draft(
            cause=f"group digest {member_id} {last.isoformat()}",
            to=members[member_id],
            params={"spans": [span.as_fact() for span in covered]},
        )
