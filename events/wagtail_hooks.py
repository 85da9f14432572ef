"""What the events room adds to the Wagtail admin for its pages and programmes (the desk's part: viewsets/hooks.py)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from .models import EventPage
from .permissions import can_cancel_event, can_edit_programme, can_manage_registrations, programmes_editable_by
from .selectors import dates
from .selectors.events import is_cancelled
from .selectors.fullness import setup_of
from .selectors.programme import sessions_outside
from .viewsets.programme import ProgrammeViewSet
from .viewsets.speakers import SeriesViewSet, SpeakerViewSet, speaker_chooser

programmes = ProgrammeViewSet()
speakers = SpeakerViewSet("speakers")
series = SeriesViewSet("series")


@hooks.register("register_admin_viewset")
def register_programme() -> list[ViewSet]:
    """Programmes, speakers, series, and choosing a speaker."""
    return [programmes, speakers, series, speaker_chooser]


class ProgrammesMenuItem(MenuItem):
    """Shown to those who may edit an event."""

    def is_shown(self, request: HttpRequest) -> bool:
        return programmes_editable_by(request.user).exists()


@hooks.register("register_events_menu_item")
def programmes_item() -> MenuItem:
    """Programmes, in the menu of the events."""
    return ProgrammesMenuItem(
        programmes.menu_label, reverse("programmes:index"), name="programmes", icon_name="calendar-alt", order=300
    )


@hooks.register("register_events_menu_item")
def speakers_item() -> MenuItem:
    """Speakers, in the menu of the events."""
    return speakers.get_menu_item(order=400)


@hooks.register("register_events_menu_item")
def series_item() -> MenuItem:
    """Series, in the menu of the events."""
    return series.get_menu_item(order=500)


@hooks.register("register_page_header_buttons")
def event_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On an event page: its programme, calling it off, and bringing it back."""
    event = page.specific_deferred
    if not isinstance(event, EventPage) or page.pk is None:
        return
    if can_edit_programme(user, event):
        yield Button(_("Programme"), url=reverse("programmes:event", args=[page.pk]), icon_name="list-ul", priority=4)
    if page.live and can_cancel_event(user, event) and not is_cancelled(event):
        yield Button(
            _("Cancel event"), url=reverse("programmes:cancel_event", args=[page.pk]), icon_name="cross", priority=90
        )
    if can_cancel_event(user, event) and is_cancelled(event) and not event.is_past:
        yield Button(
            _("Restore event"), url=reverse("programmes:restore_event", args=[page.pk]), icon_name="undo", priority=90
        )


@hooks.register("before_publish_page")
def note_start(request: HttpRequest, page: Any) -> None:
    """When the event starts as visitors read it now; what is being published stands only in the revision."""
    if isinstance(page, EventPage):
        request.event_started_at = EventPage.objects.filter(pk=page.pk).values_list("starts_at", flat=True).first()  # type: ignore[attr-defined]


@hooks.register("after_publish_page")
def tell_what_stays_behind(request: HttpRequest, page: Any) -> None:
    """An event that moves leaves its programme and the dates of its registration where they were: say so at once."""
    before = getattr(request, "event_started_at", None)
    if not isinstance(page, EventPage) or before is None or before == page.starts_at:
        return
    outside = sessions_outside(page)
    if outside:
        words = ngettext(
            "The event has moved, its programme has not: %d session lies outside the event now.",
            "The event has moved, its programme has not: %d sessions lie outside the event now.",
            outside,
        )
        buttons = [
            messages.button(reverse("programmes:event", args=[page.pk]), _("Programme")),
            messages.button(reverse("programmes:shift", args=[page.pk]), _("Move all sessions")),
        ]
        messages.warning(request, words % outside, buttons=buttons)
    setup = setup_of(page)
    if setup is None:
        return
    kept = [
        words % {"when": dates.moment_words(moment, page)}
        for moment, words in (
            (setup.closes_at, _("Registration still closes on %(when)s.")),
            (setup.edit_until, _("Answers can still be changed until %(when)s.")),
        )
        if moment is not None
    ]
    if kept:
        button = messages.button(reverse("setups:edit", args=[page.pk]), _("Registration"))
        messages.warning(
            request,
            " ".join([_("The dates of the registration have not moved with the event."), *kept]),
            buttons=[button] if can_manage_registrations(request.user) else None,
        )
