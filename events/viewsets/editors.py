"""What all views of one programme share: the event, and who may touch it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import EventPage, Session
from ..permissions import can_edit_programme


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
