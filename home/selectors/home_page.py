"""What the home page shows beside its own words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cop.core.addresses import address_of
from cop.core.models import live_pages_visible_to
from cop.taxonomy.choices import Criterion
from events.choices import EventKind
from events.models import EventPage
from events.selectors.events import boundaries, events_visible_to, last_day
from events.selectors.registration import Action, Box, registration_box
from news.selectors.listing import latest_for
from working_groups.selectors import groups_visible_to

from ..models import HomeFigure, HomePage, HomeService

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser

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
    """All that the home page shows beside its own words."""

    next_event: NextEvent | None = None
    services: list[dict] = field(default_factory=list)
    figures: list[dict] = field(default_factory=list)
    latest: list[Any] = field(default_factory=list)
    criteria: list[dict] = field(default_factory=list)
    groups: list[dict] = field(default_factory=list)
    support_url: str = ""
    changes_at: list[datetime] = field(default_factory=list)


def home_page_content(page: HomePage, user: "Viewer", *, now: datetime | None = None) -> HomeContent:
    """Seven statements for a visitor, whatever the number of events."""
    now = now or timezone.now()
    services = visible_services(page, user)
    groups = groups_visible_to(user)
    event = next_event_for(user, now=now)
    content = HomeContent(
        next_event=event,
        services=[
            {"title": each.title, "text": each.text, "icon": each.icon, "url": address_of(each.link)}
            for each in services
        ],
        figures=list(HomeFigure.objects.filter(page=page).values("value", "label")) if page.pk else [],
        latest=latest_for(user),
        criteria=_criteria(groups),
        groups=[{"title": each.title, "url": each.address, "meta": [each.criterion_name]} for each in groups],
        support_url=_support_url(page, services, user),
    )
    if event is not None:
        content.changes_at = [
            moment for moment in (*boundaries(event.event), event.box.changes_at) if moment and moment > now
        ]
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


def visible_services(page: HomePage, user: "Viewer") -> list[HomeService]:
    """The services whose pages this viewer may read."""
    if not page.pk:
        return []
    readable = live_pages_visible_to(Page.objects.all(), user)
    return list(HomeService.objects.filter(page=page, link__in=readable).select_related("link"))


def _support_url(page: HomePage, services: list[HomeService], user: "Viewer") -> str:
    if page.support_page_id is None:
        return ""
    linked = next((each.link for each in services if each.link_id == page.support_page_id), None)
    if linked is None:
        linked = live_pages_visible_to(Page.objects.filter(pk=page.support_page_id), user).first()
    return address_of(linked) if linked else ""


def _criteria(groups: list) -> list[dict]:
    """The seven criteria; one that has a working group leads to it, the others to what search finds."""
    by_criterion = {group.criterion: group.address for group in groups}
    search = reverse("search")
    return [
        {"label": label, "url": by_criterion.get(number) or f"{search}?{urlencode({'q': WORDS[number]})}"}
        for number, label in Criterion.choices
    ]
