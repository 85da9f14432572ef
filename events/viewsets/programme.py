"""All routes of the programmes' editors."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from .event_acts import CancelEventView, RearrangeView, ShiftView
from .programme_lists import ProgrammeIndexView, ProgrammeView
from .programme_sessions import SessionActView, SessionFormView
from .restoring import RestoreEventView, RestoreSessionView
from .rooms import RoomsView
from .slides import ROUTES as SLIDES


class ProgrammeViewSet(ViewSet):
    """All routes of the programmes' editors, at /admin/programmes/."""

    name = "programmes"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Programmes")
    menu_order = 300

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ProgrammeIndexView.as_view(), name="index"),
            path("results/", ProgrammeIndexView.as_view(results_only=True), name="index_results"),
            path("<int:event>/", ProgrammeView.as_view(), name="event"),
            path("<int:event>/results/", ProgrammeView.as_view(results_only=True), name="event_results"),
            path("<int:event>/add/", SessionFormView.as_view(), name="add"),
            path("<int:event>/rooms/", RoomsView.as_view(), name="rooms"),
            *SLIDES,
            path("<int:event>/shift/", ShiftView.as_view(), name="shift"),
            path("<int:event>/rearrange/", RearrangeView.as_view(), name="rearrange"),
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
                        "question": gettext_lazy("Make a copy of this session?"),
                        "explanation": gettext_lazy("With the same facts and people; nobody has chosen it yet."),
                        "yes": gettext_lazy("Copy the session"),
                        "done": "",
                    },
                ),
                name="duplicate",
            ),
        ]
