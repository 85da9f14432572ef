"""What search finds of this room: events, and the sessions of their programmes."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core import teasers
from cop.core.dates import date_range
from cop.search.models import PageOpening
from cop.search.news import MOST, News, Thing, register_news
from cop.search.query import Query
from cop.search.registry import Hit, register_page, register_source
from cop.search.suggestions import Suggested, register_suggestions

from .models import EventPage, Session, SessionSpeaker
from .selectors.events import events_visible_to, last_day

if TYPE_CHECKING:
    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_page(EventPage, key="events", label=_("Events"), order=10, meta=_meta)
    teasers.register(EventPage, label=_("Event"), plural=_("Events"), date=_days, order=20)
    register_source(key="sessions", label=_("Sessions"), order=15, find=find_sessions)
    register_suggestions("sessions", label=_("Sessions"), collect=_public_sessions)
    register_news(News("sessions", _("Session"), read_sessions, follows_page=True))


def _days(page: Any) -> str:
    return date_range(page.local_start, last_day(page))


def _meta(page: Any) -> list[str]:
    return [page.get_kind_display(), _days(page), page.place]


def _public_sessions() -> Iterator[Suggested]:
    sessions = Session.objects.filter(event__in=events_visible_to(AnonymousUser()), is_cancelled=False)
    for title, slug, event, event_id in sessions.values_list("title", "slug", "event__slug", "event_id"):
        yield Suggested(title, reverse("event_session", args=[event, slug]), event_id)


def read_sessions(since: datetime, until: datetime) -> list[Thing]:
    """Sessions that came into a programme between these, or whose event was published or opened then; who may read the
    event may read them. Two statements, one where there are none."""
    opened = PageOpening.objects.filter(moment__gt=since, moment__lte=until).values("page")
    new = (
        Q(added_at__gt=since, added_at__lte=until)
        | Q(event__first_published_at__gt=since, event__first_published_at__lte=until)
        | Q(event__in=opened)
    )
    sessions = Session.objects.filter(new, event__live=True, is_cancelled=False)
    rows = sessions.select_related("event").defer("event__body").prefetch_related("speakers")
    return [
        Thing(
            number=session.pk,
            moment=max(session.added_at, session.event.first_published_at or session.added_at),
            title=session.title,
            url=reverse("event_session", args=[session.event.slug, session.slug]),
            words="\n".join((session.title, session.abstract, *(each.name for each in session.speakers.all()))),
            text=session.abstract,
            date=f"{session.event.title}, {date_range(session.local_start)}",
            is_sample=session.event.is_sample,
            page_id=session.event_id,
        )
        for session in rows.order_by("-added_at", "starts_at", "pk")[:MOST]
    ]


def find_sessions(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Sessions of events that `user` may see, with every word in title, abstract or a speaker's name. One statement."""
    speakers = SessionSpeaker.objects.filter(session=OuterRef("pk")).order_by().values("session")
    names = speakers.annotate(all=StringAgg("speaker__name", Value(", ")))
    sessions = (
        Session.objects.filter(event__in=events_visible_to(user), is_cancelled=False)
        .alias(names=Coalesce(Subquery(names.values("all")), Value(""), output_field=TextField()))
        .filter(query.sought_in("title", "abstract", "names"))
        .select_related("event")
        .defer("event__body")
        .order_by("-event__starts_at", "starts_at", "pk")[:limit]
    )
    return [
        Hit(
            title=session.title,
            url=reverse("event_session", args=[session.event.slug, session.slug]),
            text=session.abstract,
            meta=[session.event.title, date_range(session.local_start)],
            is_sample=session.event.is_sample,
        )
        for session in sessions
    ]
