"""One registration in the Wagtail admin: facts, answers, sessions, letters, history, and what can be done."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..permissions import desk_editing_obstacle
from ..selectors import desk
from ..selectors.desk import sessions_to_filter
from .access import ManagersOnly
from .actions import open_actions
from .sessions import line_actions


class DetailView(ManagersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Everything about one registration on one page."""

    template_name = "events/admin/registration.html"
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        registration = desk.get_registration_for(request.user, kwargs["pk"])
        if registration is None:
            raise Http404
        self.registration = registration

    def get_page_title(self) -> str:
        return self.registration.badge_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        event = self.registration.event
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": reverse("registrations:event", args=[event.pk]), "label": event.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = reverse("registrations:detail", args=[self.registration.pk])
        dossier = desk.dossier(self.registration)
        sees_letters = self.request.user.has_perm("notifications.view_letter")
        return super().get_context_data(
            registration=self.registration,
            event=self.registration.event,
            dossier=dossier,
            letters=[
                (title, letter, _letter_url(letter.pk) if sees_letters else "") for title, letter in dossier.letters
            ],
            actions=[
                (action, f"{reverse('registrations:change', args=[action.name])}?id={self.registration.pk}&next={here}")
                for action in open_actions([self.registration])
            ],
            sessions=[(claim, line_actions(claim)) for claim in dossier.sessions],
            answers_url=""
            if desk_editing_obstacle(self.registration)
            else reverse("registrations:answers", args=[self.registration.pk]),
            add_session_url=""
            if desk_editing_obstacle(self.registration) or not sessions_to_filter(self.registration.event).exists()
            else reverse("registrations:add_session", args=[self.registration.pk]),
            **kwargs,
        )


def _letter_url(pk: int) -> str:
    try:
        return reverse("letters:inspect", args=[pk])
    except NoReverseMatch:  # the staff's pages about letters belong to another room
        return ""
