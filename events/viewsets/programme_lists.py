"""Programmes in the Wagtail admin: the events, and the sessions of one."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton

from ..choices import ACTIVE
from ..models import EventPage, Session
from ..permissions import programmes_editable_by
from ..selectors import dates
from ..selectors.clashes import clashes_of
from .editors import EditorsOnly


class ProgrammeIndexView(IndexView):
    """Events whose programme this editor may edit. Permission: those who may edit an event page see them."""

    model = EventPage
    any_permission_required = None
    template_name = "wagtailadmin/generic/index.html"
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Programmes")
    paginate_by = 50
    default_ordering = "-starts_at"
    search_fields = ["title"]
    search_backend_name = None
    index_url_name = "programmes:index"
    index_results_url_name = "programmes:index_results"
    header_more_buttons: list[Any] = []

    def get_base_queryset(self) -> QuerySet[EventPage]:
        return programmes_editable_by(self.request.user).annotate(
            session_count=Count("sessions", distinct=True), room_count=Count("rooms", distinct=True)
        )

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Event"),
                sort_key="title",
                get_url=lambda event: reverse("programmes:event", args=[event.pk]),
            ),
            Column(
                "starts_at",
                label=_("Date"),
                sort_key="starts_at",
                accessor=lambda event: dates.days(event.local_start, event.local_end),
            ),
            Column("session_count", label=_("Sessions")),
            Column("room_count", label=_("Rooms")),
        ]

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}


class ProgrammeView(EditorsOnly, IndexView):
    """The sessions of one event in their order."""

    model = Session
    any_permission_required = None
    template_name = "wagtailadmin/generic/index.html"
    page_title = gettext_lazy("Programme")
    paginate_by = 200
    default_ordering = ("starts_at", "room__sort_order", "pk")
    search_fields = ["title"]
    search_backend_name = None

    def get_index_url(self) -> str:
        return self.address("event")

    def get_index_results_url(self) -> str:
        return self.address("event_results")

    def get_base_queryset(self) -> QuerySet[Session]:
        return (
            Session.objects.filter(event=self.event)
            .select_related("room", "track")
            .annotate(chosen=Count("session_places", filter=Q(session_places__status__in=ACTIVE)))
        )

    @cached_property
    def columns(self) -> list[Column]:
        tz = self.event.tz
        clashes = clashes_of(self.event)

        def when(session: Session) -> str:
            start, end = session.starts_at.astimezone(tz), session.ends_at.astimezone(tz)
            return f"{dates.day_short(start.date())}, {dates.hours(start, end)}"

        def places(session: Session) -> str:
            if not session.needs_choice:
                return ""
            return f"{session.chosen} / {session.places}" if session.places is not None else str(session.chosen)

        return [
            TitleColumn("title", label=_("Session"), get_url=lambda each: self.address("edit", each.pk)),
            Column("when", label=_("When"), accessor=when, sort_key="starts_at"),
            Column("room", label=_("Room"), accessor=lambda each: each.room.name if each.room else ""),
            Column("track", label=_("Track"), accessor=lambda each: each.track.name if each.track else ""),
            Column("type", label=_("Type"), accessor=lambda each: each.get_type_display()),
            Column("places", label=_("Chosen"), accessor=places),
            Column("clashes", label=_("Clashes"), accessor=lambda each: " ".join(clashes.get(each.pk, ()))),
            StatusTagColumn(
                "state", label=_("State"), accessor=lambda each: _("Cancelled") if each.is_cancelled else _("Planned"),
                primary=lambda each: not each.is_cancelled,
            ),
        ]  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programmes:index"), "label": _("Programmes")},
            {"url": "", "label": self.event.title},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Add a session"), url=self.address("add"), icon_name="plus", priority=1),
            HeaderButton(_("Rooms and tracks"), url=self.address("rooms"), icon_name="list-ul", priority=2),
            HeaderButton(_("Rearrange sessions"), url=self.address("rearrange"), icon_name="order", priority=3),
            HeaderButton(_("Slides"), url=self.address("slides"), icon_name="doc-full-inverse", priority=4),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(_("Move all sessions"), url=self.address("shift"), icon_name="date", priority=10),
            Button(
                _("Event page"),
                url=reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
                icon_name="edit",
                priority=20,
            ),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}
