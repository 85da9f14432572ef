"""The rooms and tracks of an event in the Wagtail admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Manager, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from ..forms.programme import MORE_ROWS, RoomFormSet, TrackFormSet
from ..refusals import Refused
from ..services import programme
from .editors import EditorsOnly


class RoomsView(EditorsOnly, TemplateView):
    """The rooms and tracks of one event."""

    template_name = "events/admin/rooms.html"
    page_title = gettext_lazy("Rooms and tracks")

    def formsets(self, data: Any = None) -> tuple[forms.BaseInlineFormSet, forms.BaseInlineFormSet]:
        return (
            RoomFormSet(data, instance=self.event, prefix="rooms", initial=self.last(self.event.rooms)),
            TrackFormSet(data, instance=self.event, prefix="tracks", initial=self.last(self.event.tracks)),
        )

    def last(self, rows: Manager) -> list[dict[str, int]]:
        """New ones come after all that are there."""
        highest = rows.aggregate(highest=Max("sort_order"))["highest"] or 0
        return [{"sort_order": highest + number} for number in range(1, MORE_ROWS + 1)]

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
