"""The programme of an event in the Wagtail admin: sessions, rooms, tracks; and calling an event off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..choices import ACTIVE
from ..forms.programme import (
    CancelEventForm,
    RoomFormSet,
    SessionForm,
    ShiftForm,
    TrackFormSet,
    parts_of,
    people_formset,
)
from ..models import EventPage, Series, Session, Speaker
from ..permissions import can_cancel_event, can_edit_programme, programmes_editable_by
from ..refusals import Refused
from ..selectors import dates
from ..selectors.programme import first_start
from ..services import programme, publishing


class SpeakerChooserViewSet(ChooserViewSet):
    """Choosing a speaker, or adding one on the way."""

    model = Speaker
    icon = "user"
    choose_one_text = gettext_lazy("Choose a speaker")
    choose_another_text = gettext_lazy("Choose another speaker")
    edit_item_text = gettext_lazy("Edit this speaker")
    form_fields = ["name", "role", "biography"]
    per_page = 20


speaker_chooser = SpeakerChooserViewSet("speaker_chooser")


class SpeakerSaved:
    """What follows when a speaker has been written: pages that name them are renewed."""

    def save_instance(self) -> Speaker:
        speaker: Speaker = super().save_instance()  # type: ignore[misc]
        programme.speaker_saved(speaker=speaker)
        return speaker


class SpeakerCreateView(SpeakerSaved, CreateView):
    """Adding a speaker. Permission: that of the model."""


class SpeakerEditView(SpeakerSaved, EditView):
    """Changing a speaker. Permission: that of the model."""


class SpeakerDeleteView(DeleteView):
    """Taking a speaker away. Permission: that of the model."""

    def delete_action(self) -> None:
        with transaction.atomic():
            # Before: afterwards nothing says any more where the name stood.
            programme.renew_pages_naming(self.object)
            super().delete_action()


class SpeakerViewSet(ModelViewSet):
    """Everybody who speaks or chairs, at any event."""

    model = Speaker
    icon = "user"
    add_view_class = SpeakerCreateView
    edit_view_class = SpeakerEditView
    delete_view_class = SpeakerDeleteView
    menu_label = gettext_lazy("Speakers")
    menu_order = 400
    list_display = ["name", "role", "is_sample"]
    search_fields = ["name", "role"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("biography"),
        FieldPanel("picture"),
        FieldPanel("is_sample"),
    ]


class SeriesViewSet(ModelViewSet):
    """The series that events belong to."""

    model = Series
    icon = "list-ul"
    menu_label = gettext_lazy("Series")
    menu_order = 500
    list_display = ["name", "description"]
    panels = [FieldPanel("name"), FieldPanel("description")]


class EditorsOnly(WagtailAdminTemplateMixin):
    """What all views of one programme share: the event, and who may touch it. Permission: whoever may edit its page."""

    header_icon = "calendar-alt"
    event: EventPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.event = get_object_or_404(EventPage, pk=kwargs["event"])
        if not can_edit_programme(request.user, self.event):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"programmes:{name}", args=[self.event.pk, *args])

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_page_subtitle(self) -> str:
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programmes:index"), "label": _("Programmes")},
            {"url": self.address("event"), "label": self.event.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def session_or_404(self, pk: int) -> Session:
        session = get_object_or_404(Session, pk=pk, event=self.event)
        session.event = self.event
        return session


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
    header_more_buttons: list[Any] = []

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
            HeaderButton(_("Move all sessions"), url=self.address("shift"), icon_name="date", priority=3),
            HeaderButton(
                _("Event page"), url=reverse("wagtailadmin_pages:edit", args=[self.event.pk]), icon_name="edit"
            ),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "can_add": False}


class SessionFormView(EditorsOnly, TemplateView):
    """Adding a session, or changing one."""

    template_name = "events/admin/session.html"

    @cached_property
    def session(self) -> Session:
        if "session" in self.kwargs:
            return self.session_or_404(self.kwargs["session"])
        return Session(event=self.event, starts_at=self.event.starts_at, ends_at=self.event.ends_at)

    @property
    def page_title(self) -> str:  # type: ignore[override]
        return self.session.title or _("New session")

    def session_forms(self, data: Any = None) -> tuple[SessionForm, forms.BaseInlineFormSet]:
        form = SessionForm(data, instance=self.session, event=self.event)
        if self.session.pk is None and data is None:
            for name in ("starts_at", "ends_at"):
                form.initial[name] = None
            form.initial["starts_at"] = self.event.starts_at
        people = people_formset(speaker_chooser.widget_class())(data, instance=self.session, prefix="people")
        return form, people

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(*self.session_forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, people = self.session_forms(request.POST)
        if not (form.is_valid() and people.is_valid()):
            return self.show(form, people)
        session = programme.save_session(session=form.save(commit=False), parts=parts_of(people), actor=request.user)
        messages.success(request, _("“%(title)s” has been saved.") % {"title": session.title})
        return redirect(self.address("event"))

    def show(self, form: SessionForm, people: forms.BaseInlineFormSet) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                people=people,
                session=self.session,
                event=self.event,
                media=form.media + people.media,
                cancel_url=self.address("cancel", self.session.pk) if self.session.pk else "",
                restore_url=self.address("restore", self.session.pk) if self.session.pk else "",
                delete_url=self.address("delete", self.session.pk) if self.session.pk else "",
                duplicate_url=self.address("duplicate", self.session.pk) if self.session.pk else "",
            )
        )


class SessionActView(EditorsOnly, TemplateView):
    """Cancelling, deleting, duplicating a session: a page that asks, and the POST."""

    template_name = "events/admin/confirm.html"
    act = ""
    words: dict[str, Any] = {}

    @cached_property
    def session(self) -> Session:
        return self.session_or_404(self.kwargs["session"])

    @property
    def page_title(self) -> str:  # type: ignore[override]
        return self.session.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "back_url": self.address("edit", self.session.pk),
            **{name: str(text) for name, text in self.words.items()},
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.act == "cancel":
                programme.cancel_session(session=self.session, actor=request.user)
            elif self.act == "delete":
                programme.delete_session(session=self.session, actor=request.user)
            else:
                copy = programme.duplicate_session(session=self.session, actor=request.user)
                return redirect(self.address("edit", copy.pk))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(self.address("edit", self.session.pk))
        messages.success(request, str(self.words["done"]))
        return redirect(self.address("event"))


class RoomsView(EditorsOnly, TemplateView):
    """The rooms and tracks of one event."""

    template_name = "events/admin/rooms.html"
    page_title = gettext_lazy("Rooms and tracks")

    def formsets(self, data: Any = None) -> tuple[forms.BaseInlineFormSet, forms.BaseInlineFormSet]:
        return (
            RoomFormSet(data, instance=self.event, prefix="rooms"),
            TrackFormSet(data, instance=self.event, prefix="tracks"),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rooms, tracks = self.formsets()
        return self.render_to_response(self.get_context_data(rooms=rooms, tracks=tracks, event=self.event))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rooms, tracks = self.formsets(request.POST)
        if not (rooms.is_valid() and tracks.is_valid()):
            return self.render_to_response(self.get_context_data(rooms=rooms, tracks=tracks, event=self.event))
        refused = self.save(request, rooms, tracks)
        for words in refused:
            messages.error(request, words)
        if not refused:
            messages.success(request, _("Rooms and tracks have been saved."))
        return redirect(self.address("rooms"))

    def save(self, request: HttpRequest, rooms: forms.BaseInlineFormSet, tracks: forms.BaseInlineFormSet) -> list[str]:
        """What could not be done, in words."""
        refused = []
        for room in rooms.save(commit=False):
            programme.save_room(room=room, actor=request.user)
        for room in rooms.deleted_objects:
            try:
                programme.delete_room(room=room, actor=request.user)
            except Refused as refusal:
                refused.append(f"{room.name}: {refusal}")
        for track in tracks.save(commit=False):
            programme.save_track(track=track, actor=request.user)
        for track in tracks.deleted_objects:
            programme.delete_track(track=track, actor=request.user)
        return refused


class ShiftView(EditorsOnly, View):
    """Moving all sessions by some days. Permission: whoever may edit the event's page."""

    template_name = "events/admin/form.html"
    page_title = gettext_lazy("Move all sessions")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = first_start(self.event)
        if first is None:
            messages.info(request, _("This programme has no sessions yet."))
            return redirect(self.address("event"))
        # As far as the event has gone away from its first session.
        days = (self.event.local_start.date() - first.astimezone(self.event.tz).date()).days
        return self.show(ShiftForm(initial={"days": days or None, "first": first.isoformat()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ShiftForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        moved = programme.shift_programme(event=self.event, actor=request.user, **form.cleaned_data)
        if moved:
            words = ngettext("%d session has been moved.", "%d sessions have been moved.", moved)
            messages.success(request, words % moved)
        else:
            messages.error(request, _("The programme has been changed meanwhile. Nothing was moved."))
        return redirect(self.address("event"))

    def show(self, form: ShiftForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, submit_label=_("Move all sessions")))


class CancelEventView(EditorsOnly, View):
    """Calling the event off, with a reason. Permission: whoever may publish its page."""

    template_name = "events/admin/form.html"
    page_title = gettext_lazy("Cancel the event")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not can_cancel_event(request.user, self.event):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(CancelEventForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CancelEventForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            done = publishing.cancel_event(event=self.event, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        if done:
            messages.success(request, _("The event is cancelled. Everybody registered gets a letter."))
        else:
            messages.info(request, _("The event had been cancelled already."))
        return redirect("wagtailadmin_pages:edit", self.event.pk)

    def show(self, form: CancelEventForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, submit_label=_("Cancel the event and tell everybody"))
        )


class ProgrammeViewSet(ViewSet):
    """All routes of the programmes' editors, at /admin/programmes/."""

    name = "programmes"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Programmes")
    menu_order = 300

    def get_urlpatterns(self) -> list[URLPattern]:
        from .restoring import RestoreEventView, RestoreSessionView

        return [
            path("", ProgrammeIndexView.as_view(), name="index"),
            path("results/", ProgrammeIndexView.as_view(results_only=True), name="index_results"),
            path("<int:event>/", ProgrammeView.as_view(), name="event"),
            path("<int:event>/results/", ProgrammeView.as_view(results_only=True), name="event_results"),
            path("<int:event>/add/", SessionFormView.as_view(), name="add"),
            path("<int:event>/rooms/", RoomsView.as_view(), name="rooms"),
            path("<int:event>/shift/", ShiftView.as_view(), name="shift"),
            path("<int:event>/cancel/", CancelEventView.as_view(), name="cancel_event"),
            path("<int:event>/restore/", RestoreEventView.as_view(), name="restore_event"),
            path("<int:event>/<int:session>/restore/", RestoreSessionView.as_view(), name="restore"),
            path("<int:event>/<int:session>/", SessionFormView.as_view(), name="edit"),
            path(
                "<int:event>/<int:session>/cancel/",
                SessionActView.as_view(
                    act="cancel",
                    words={
                        "question": gettext_lazy("Cancel this session?"),
                        "explanation": gettext_lazy(
                            "It stays in the programme, marked. Everybody who has chosen it gets a letter."
                        ),
                        "yes": gettext_lazy("Cancel the session"),
                        "done": gettext_lazy("The session is cancelled."),
                    },
                ),
                name="cancel",
            ),
            path(
                "<int:event>/<int:session>/delete/",
                SessionActView.as_view(
                    act="delete",
                    words={
                        "question": gettext_lazy("Delete this session?"),
                        "explanation": gettext_lazy("It disappears from the programme. This cannot be undone."),
                        "yes": gettext_lazy("Delete the session"),
                        "done": gettext_lazy("The session has been deleted."),
                    },
                ),
                name="delete",
            ),
            path(
                "<int:event>/<int:session>/duplicate/",
                SessionActView.as_view(
                    act="duplicate",
                    words={
                        "question": gettext_lazy("Make a second session like this one?"),
                        "explanation": gettext_lazy("With the same facts and people; nobody has chosen it yet."),
                        "yes": gettext_lazy("Duplicate the session"),
                        "done": "",
                    },
                ),
                name="duplicate",
            ),
        ]
