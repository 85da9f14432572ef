"""What programs may read of the events."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.core.api import Collection, Field, Found, Parameter, register
from cop.core.api import schema as s
from cop.taxonomy.countries import NAMES as COUNTRIES
from cop.taxonomy.countries import country_name

from .choices import EventKind, Mode
from .models import EventPage
from .selectors.events import events_visible_to, everybody, is_cancelled, joined_topics, topics_of
from .selectors.facets import choice
from .selectors.slides import told_slides


def _country(event: EventPage) -> dict[str, str] | None:
    return {"code": event.country_id, "name": country_name(event.country_id)} if event.country_id else None


def _calendar(event: EventPage) -> str:
    return settings.SITE_URL + reverse("event_ics", args=[event.slug])


def changed_at(event: EventPage) -> datetime:
    """When its page, or its state, last changed."""
    moments = [event.last_published_at, event.first_published_at]
    if is_cancelled(event):
        moments.append(event.state.cancelled_at)
    return max((moment for moment in moments if moment), default=event.starts_at)


FIELDS = (
    Field("number", s.NUMBER, lambda row: row.pk, _("Its number, which stays.")),
    Field("url", s.URL, lambda row: settings.SITE_URL + row.get_absolute_url(), _("Where its page is.")),
    Field("title", s.TEXT, lambda row: row.title, _("Its title.")),
    Field("summary", s.TEXT, lambda row: row.summary, _("One or two sentences.")),
    Field("kind", s.one_of(EventKind.values), lambda row: row.kind, _("What kind of event it is.")),
    Field("mode", s.one_of(Mode.values), lambda row: row.mode, _("How people take part.")),
    Field("starts_at", s.TIME, lambda row: row.local_start.isoformat(), _("Its start, on the clock at the event.")),
    Field("ends_at", s.TIME, lambda row: row.local_end.isoformat(), _("Its end.")),
    Field("time_zone", s.TEXT, lambda row: row.time_zone, _("The clock on the wall at the event.")),
    Field("venue", s.TEXT, lambda row: row.venue, _("The house in which it is.")),
    Field("city", s.TEXT, lambda row: row.city, _("The town.")),
    Field("country", s.or_null(s.REGION), _country, _("The country, by NUTS.")),
    Field("languages", s.TEXT, lambda row: row.languages, _("In words.")),
    Field("series", s.TEXT, lambda row: row.series.name if row.series else "", _("The series to which it belongs.")),
    Field(
        "topics",
        s.TOPICS,
        lambda row: [{"slug": slug, "name": name} for slug, name in topics_of(row)],
        _("What it is about."),
    ),
    Field(
        "slides",
        s.many(s.thing(session=s.TEXT, title=s.TEXT, number=s.NUMBER, address=s.URL)),
        lambda row: row.told_slides,
        _("Slides of its sessions that the library has: by number they are among the resources."),
    ),
    Field("is_cancelled", s.YES_OR_NO, is_cancelled, _("Called off?")),
    Field("is_sample", s.YES_OR_NO, lambda row: row.is_sample, _("Invented, to show how the site works?")),
    Field("calendar", s.URL, _calendar, _("The event as a calendar file.")),
    Field("changed", s.TIME, lambda row: changed_at(row).isoformat(), _("When its page last changed.")),
)

PARAMETERS = (
    Parameter("when", s.one_of(["coming", "past"]), _("Only coming or only past ones."), example="coming"),
    Parameter("kind", s.one_of(EventKind.values), _("What kind of event it is."), many=True, example="forum"),
    Parameter("topic", s.SLUG, _("Address part of a topic."), many=True, example="governance"),
    Parameter("year", s.YEAR, _("Year of its start."), many=True, example="2026"),
    Parameter("country", s.one_of(COUNTRIES), _("Country (code of NUTS)."), many=True, example="BE"),
)


def find(query: QueryDict) -> Found:
    """Coming ones by their start; otherwise the latest first. One statement."""
    now, when = timezone.now(), query.get("when")
    facts = choice(everybody(), query).fitting
    ends = [fact.ends_at for fact in facts if fact.ends_at > now]
    if when:
        facts = [fact for fact in facts if (fact.ends_at > now) == (when == "coming")]
    facts = sorted(facts, key=lambda fact: (fact.starts_at, fact.pk), reverse=when != "coming")
    return Found([fact.pk for fact in facts], min(ends, default=None) if when else None)


def load(ids: Iterable[int]) -> list[Any]:
    """Two statements: the events, slides of their sessions."""
    wanted = list(ids)
    rows = (
        events_visible_to(everybody())
        .select_related("state", "series")
        .defer("body", "address", "search_description")
        .annotate(joined_topics=Subquery(joined_topics()))
    )
    found: dict[int, EventPage] = rows.in_bulk(wanted)
    slides = told_slides(found)
    for pk, event in found.items():
        event.told_slides = slides.get(pk, [])  # type: ignore[attr-defined]
    return [found[pk] for pk in wanted if pk in found]


def register_collection() -> None:
    """Called once, when the apps are ready."""
    register(
        Collection(
            key="events",
            title=_("Events"),
            text=_("Forum and other events, the latest first; coming ones by their start. Filters as in the list."),
            page="/events/",
            fields=FIELDS,
            parameters=PARAMETERS,
            find=find,
            load=load,
            tags=("events",),
        )
    )
