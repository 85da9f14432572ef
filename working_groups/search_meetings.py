"""What the site's search finds of meetings: their titles, agendas and published minutes, for whoever may read them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cop.search import words as search_words
from cop.search.query import Query
from cop.search.registry import Hit, register_source

from .models import Meeting
from .permissions import meetings_visible_to
from .selectors.group_meetings import with_words
from .selectors.my_meetings import meeting_url

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="meetings", label=_("Meetings of working groups"), order=27, find=find_meetings)


def find_meetings(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Meetings that fit, the latest first. One statement.

    They start from the meetings that `user` may see: nothing of another can be found, counted or told from the time.
    """
    meetings: QuerySet[Meeting] = with_words(meetings_visible_to(user), query)
    found = meetings.select_related("group__page").defer("agenda_html", "minutes_html", "group__page__body")
    return [_hit(each, query) for each in found.order_by("-starts_at", "-pk")[:limit]]


def _hit(meeting: Meeting, query: Query) -> Hit:
    page = meeting.group.page
    agenda = _line(meeting.agenda)
    minutes = _line(meeting.minutes) if meeting.minutes_at else ""
    in_agenda = any(term.typed.casefold() in f"{meeting.title} {agenda}".casefold() for term in query.terms)
    return Hit(
        title=meeting.title,
        # Words that stand in the minutes alone lead to them.
        url=meeting_url(page.slug, meeting.pk) + ("" if in_agenda or not minutes else "#minutes"),
        text=search_words.extract([minutes, agenda], query),
        meta=[page.title, date_format(timezone.localtime(meeting.starts_at), "j F Y")],
        is_sample=meeting.is_sample,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
