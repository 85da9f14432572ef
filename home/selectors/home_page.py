"""What the home page shows beside its own words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cop.core import whats_new
from cop.core.dates import date_range
from cop.core.whats_new import Card
from cop.taxonomy.choices import Criterion
from events.choices import EventKind, Mode
from events.models import EventPage
from events.selectors.events import boundaries, events_visible_to, last_day
from events.selectors.registration import Action, Box, registration_box
from working_groups.selectors import groups_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

LATEST = 3
# The gatherings of the whole community come before a webinar that happens to be sooner.
GATHERINGS = (EventKind.FORUM, EventKind.CONFERENCE)
EYEBROWS: dict[str, str | Promise] = {
    EventKind.FORUM: _("Next Forum"),
    EventKind.CONFERENCE: _("Next conference"),
}
# What to search for where no working group stands behind a criterion.
WORDS: dict[int, str] = {
    Criterion.DIFFUSION: "innovation diffusion",
    Criterion.COMPETENT_BODY: "competent body",
    Criterion.MONITORING: "monitoring",
    Criterion.STAKEHOLDERS: "entrepreneurial discovery",
    Criterion.SYSTEMS: "innovation systems",
    Criterion.TRANSITION: "industrial transition",
    Criterion.COOPERATION: "partners",
}
COVERS: dict[str, str] = {EventKind.FORUM: "warm", EventKind.CONFERENCE: "deep"}
ONLINE_COVER = "plain"


@dataclass(frozen=True)
class NextEvent:
    """The event that the home page points to, with the registration box for this viewer."""

    event: EventPage
    box: Box
    eyebrow: str | Promise

    @property
    def action(self) -> Action | None:
        """The one next step; a form that posts belongs on the event's own page."""
        return next((action for action in self.box.actions if not action.post), None)

    @property
    def note(self) -> str:
        """How many places, if the box tells."""
        return f"{self.box.facts[0][0]}: {self.box.facts[0][1]}" if self.box.facts else ""

    @property
    def start(self) -> datetime:
        return self.event.local_start

    @property
    def end(self) -> datetime:
        return last_day(self.event)


@dataclass
class HomeContent:
    """All that changes by itself on the home page."""

    next_event: NextEvent | None = None
    latest: Sequence[Card] = ()
    latest_title: str | Promise = ""
    latest_more_label: str | Promise = ""
    latest_more_url: str = ""
    criteria: list[dict] = field(default_factory=list)
    groups: list[dict] = field(default_factory=list)
    changes_at: list[datetime] = field(default_factory=list)


def home_page_content(user: "Viewer", parts: Collection[str], *, now: datetime | None = None) -> HomeContent:
    """What the page's moving blocks show; `parts` names those that it has. A part that is not there costs nothing."""
    now = now or timezone.now()
    content = HomeContent()
    if "next_event" in parts and (event := next_event_for(user, now=now)) is not None:
        content.next_event = event
        content.changes_at = [
            moment for moment in (*boundaries(event.event), event.box.changes_at) if moment and moment > now
        ]
    if "latest" in parts and (found := whats_new.newest(user, LATEST)) is not None:
        source, content.latest = found
        content.latest_title, content.latest_more_label = source.title, source.more_label
        content.latest_more_url = source.more_url
    if "criteria" in parts:
        groups = groups_visible_to(user)
        content.criteria = _criteria(groups)
        content.groups = [{"title": each.title, "url": each.address, "meta": [each.criterion_name]} for each in groups]
    return content


def next_event_for(user: "Viewer", *, now: datetime) -> NextEvent | None:
    """The next Forum or conference; where none is planned, the next event of any kind. Cancelled ones do not count."""
    event = (
        events_visible_to(user)
        .filter(ends_at__gt=now)
        .exclude(state__cancelled_at__isnull=False)
        .select_related("state", "registration_setup")
        .defer("body", "address")
        .order_by(Case(When(kind__in=GATHERINGS, then=Value(0)), default=Value(1)), "starts_at", "pk")
        .first()
    )
    if event is None:
        return None
    box = registration_box(event, user, now=now)
    return NextEvent(event=event, box=box, eyebrow=EYEBROWS.get(event.kind, _("Next event")))


def past_events_for(user: "Viewer", limit: int) -> list[Card]:
    """What the community did last: real events that are over. One statement."""
    now = timezone.now()
    past = (
        events_visible_to(user)
        .filter(ends_at__lte=now, is_sample=False)
        .exclude(state__cancelled_at__isnull=False)
        .defer("body", "address")
        .order_by("-starts_at", "-pk")[:limit]
    )
    return [
        Card(
            kind=EventKind(event.kind).label,
            date=date_range(event.local_start, last_day(event)),
            title=event.title,
            text=event.summary,
            url=reverse("event_page", args=[event.slug]),
            cover=ONLINE_COVER if event.mode == Mode.ONLINE else COVERS.get(event.kind, "plain"),
            seed=event.starts_at.toordinal(),
            sample=event.is_sample,
        )
        for event in past
    ]


def _criteria(groups: list) -> list[dict]:
    """The seven criteria; one that has a working group leads to it, the others to what search finds."""
    by_criterion = {group.criterion: group.address for group in groups}
    search = reverse("search")
    return [
        {"label": label, "url": by_criterion.get(number) or f"{search}?{urlencode({'q': WORDS[number]})}"}
        for number, label in Criterion.choices
    ]
