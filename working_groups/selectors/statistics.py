"""Numbers for those who lead: a group month by month, its members by country; and all groups side by side."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.charts import Column, columns
from cop.core.dates import date_range
from cop.taxonomy.countries import country_name

from ..choices import GroupRole, RequestState, Visibility
from ..models import GroupMonth, JoinRequest, Meeting, Membership, Post, Thread, WorkingGroup
from .doors import Inside

MONTHS = 12
RECENT = timedelta(days=30)
# A group in which nobody wrote and met for so long, and no meeting is planned, is quiet.
QUIET = timedelta(days=90)


@dataclass(frozen=True)
class Chart:
    """Twelve columns and what they are called."""

    title: str
    label: str
    items: list[Column]

    @property
    def has_values(self) -> bool:
        """Is there a column to draw?"""
        return any(column.value for column in self.items)


@dataclass(frozen=True)
class Month:
    """A row of the table; readers and downloads are None before anything was counted in the group."""

    name: str
    posts: int
    writers: int
    readers: int | None
    downloads: int | None
    new: int


@dataclass(frozen=True)
class Statistics:
    """A group in numbers."""

    figures: list[dict[str, Any]]
    charts: list[Chart]
    months: list[Month]
    countries: list[tuple[str, int, int]]


def statistics_of(inside: Inside, *, now: datetime | None = None) -> Statistics:
    """Four statements: posts and who wrote by month, who came by month, readers and downloads, members by country."""
    now = now or timezone.now()
    group = inside.group.pk
    starts = _months(now)
    written = (
        Post.objects.filter(thread__group=group, deleted_at=None, created_at__gte=starts[0])
        .annotate(month=TruncMonth("created_at"))
        .values("month")
        .annotate(posts=Count("pk"), writers=Count("author", distinct=True))
        .order_by("month")
    )
    by_month = {_key(row["month"]): (row["posts"], row["writers"]) for row in written}
    came = (
        Membership.objects.active()
        .filter(group=group, joined_at__gte=starts[0])
        .annotate(month=TruncMonth("joined_at"))
        .values("month")
        .annotate(number=Count("pk"))
        .order_by("month")
    )
    new = {_key(row["month"]): row["number"] for row in came}
    used = {
        row.month: row for row in GroupMonth.objects.filter(group=group, month__gte=starts[0].date()).order_by("month")
    }
    since = min(used, default=None)
    countries = _countries(group, now)
    months = [
        Month(
            date_format(start, "F Y"),
            *by_month.get(_key(start), (0, 0)),
            *_used(used.get(start.date()), start.date(), since),
            new.get(_key(start), 0),
        )
        for start in starts
    ]
    return Statistics(
        figures=[
            {"label": _("members"), "value": sum(number for _name, number, _new in countries)},
            {"label": _("read something this month"), "value": months[-1].readers or 0},
            {"label": _("posts in twelve months"), "value": sum(month.posts for month in months)},
            {"label": _("downloads in twelve months"), "value": sum(month.downloads or 0 for month in months)},
        ],
        charts=[
            _chart(_("Posts a month"), starts, [month.posts for month in months]),
            _chart(_("Readers a month"), starts, [month.readers or 0 for month in months]),
            _chart(_("Downloads a month"), starts, [month.downloads or 0 for month in months]),
        ],
        months=months[::-1],
        countries=countries,
    )


def _used(row: GroupMonth | None, month: date, since: date | None) -> tuple[int | None, int | None]:
    """Readers and downloads: none in a month without a row, unknown before the first."""
    if row is not None:
        return row.readers, row.downloads
    return (0, 0) if since is not None and month > since else (None, None)


def _chart(title: str, starts: list[datetime], values: list[int]) -> Chart:
    label = _("%(what)s, for each of the last twelve months; the table below has the numbers") % {"what": title}
    names = [date_format(start, "M") for start in starts]
    return Chart(title, label, columns(list(zip(names, values, strict=True))))


def _countries(group: int, now: datetime) -> list[tuple[str, int, int]]:
    rows = Membership.objects.active().filter(group=group).values_list("member__profile__country", "joined_at")
    all_of_them: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for code, joined in rows:
        all_of_them[code or ""] += 1
        new[code or ""] += joined > now - RECENT
    found = [(country_name(code) if code else _("not said"), number, new[code]) for code, number in all_of_them.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _months(now: datetime) -> list[datetime]:
    """The first moments of this month and those before it, the earliest first."""
    this = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    for back in reversed(range(MONTHS)):
        year, month = divmod(this.year * 12 + this.month - 1 - back, 12)
        found.append(this.replace(year=year, month=month + 1))
    return found


def _key(moment: datetime) -> tuple[int, int]:
    local = timezone.localtime(moment)
    return local.year, local.month


# All groups -----------------------------------------------------------------------------------------------------


# What the list can be narrowed to.
SHOWN: dict[str, tuple[str | Promise, Callable[[dict[str, Any]], bool]]] = {
    "": (gettext_lazy("All"), lambda row: True),
    "quiet": (gettext_lazy("Quiet"), lambda row: row["is_quiet"]),
    "waiting": (gettext_lazy("With requests that wait"), lambda row: row["waiting"] > 0),
    "leaderless": (gettext_lazy("Without a leader"), lambda row: not row["is_archived"] and not row["leaders"]),
    "archived": (gettext_lazy("Archived"), lambda row: row["is_archived"]),
}
_LAST = datetime.max.replace(tzinfo=UTC)
# And how it can be sorted: what needs somebody first.
SORTED: dict[str, tuple[str | Promise, Callable[[dict[str, Any]], Any]]] = {
    "": (gettext_lazy("Quiet first"), lambda row: not row["is_quiet"]),
    "waiting": (gettext_lazy("Longest wait first"), lambda row: row["moments"][0] or _LAST),
    "last-post": (gettext_lazy("Last post, newest first"), lambda row: -(row["moments"][1] or 0)),
    "members": (gettext_lazy("Most members first"), lambda row: -row["members"]),
    "title": (gettext_lazy("By name"), lambda row: 0),
}


def overview(*, show: str = "", sort: str = "", now: datetime | None = None) -> list[dict[str, Any]]:
    """Every group with its members, who waits, what was written and when it meets. One statement.

    `show` and `sort` are keys of SHOWN and SORTED; others count as none.

    For the secretariat alone: ask `can_oversee_groups`.
    """
    now = now or timezone.now()
    members = Membership.objects.active().filter(group=OuterRef("pk"))
    posts = Post.objects.filter(thread__group=OuterRef("pk"), deleted_at=None, created_at__gt=now - QUIET)
    met = Meeting.objects.filter(group=OuterRef("pk"), cancelled_at=None)
    # What answers an open call waits for its closing date, not for the leaders.
    asked = JoinRequest.objects.filter(
        Q(call=None) | Q(call__closes_at__lte=now), group=OuterRef("pk"), state=RequestState.OPEN
    )
    groups = (
        WorkingGroup.objects.select_related("page")
        .defer("page__body")
        .annotate(
            members=_number(members.values(of=F("group"))),
            leaders=_number(members.filter(role=GroupRole.LEADER).values(of=F("group"))),
            recent_posts=_number(posts.values(of=F("thread__group"))),
            last_post=Subquery(
                Thread.objects.filter(group=OuterRef("pk")).order_by("-last_post_at").values("last_post_at")[:1]
            ),
            next_meeting=Subquery(met.filter(ends_at__gt=now).order_by("starts_at").values("starts_at")[:1]),
            waiting=_number(asked.values(of=F("group"))),
            waiting_since=Subquery(asked.order_by("created_at").values("created_at")[:1]),
            met_lately=Exists(met.filter(ends_at__gt=now - QUIET)),
        )
        .order_by("page__title", "pk")
    )
    rows = [_row(each, now) for each in groups]
    _label, is_shown = SHOWN.get(show, SHOWN[""])
    _label, order = SORTED.get(sort, SORTED[""])
    return sorted(filter(is_shown, rows), key=order)


def _number(rows: "QuerySet[Any]") -> Subquery:
    return Subquery(rows.order_by().annotate(number=Count("pk")).values("number"))


def _row(group: Any, now: datetime) -> dict[str, Any]:
    is_quiet = group.archived_at is None and not group.recent_posts and not group.met_lately
    return {
        "title": group.page.title,
        "url": reverse("group_desk", args=[group.page.slug]),
        "visibility": str(Visibility(group.visibility).label).partition(":")[0],
        "members": group.members or 0,
        "leaders": group.leaders or 0,
        "posts": group.recent_posts or 0,
        "waiting": group.waiting or 0,
        "waiting_since": date_range(timezone.localdate(group.waiting_since)) if group.waiting_since else "",
        "requests_url": reverse("group_requests", args=[group.page.slug]),
        # To sort by: since when somebody waits, when the last post was.
        "moments": (group.waiting_since, group.last_post.timestamp() if group.last_post else None),
        "last_post": date_range(timezone.localdate(group.last_post)) if group.last_post else "",
        "next_meeting": date_range(timezone.localdate(group.next_meeting)) if group.next_meeting else "",
        "is_archived": group.archived_at is not None,
        "is_quiet": is_quiet,
    }
