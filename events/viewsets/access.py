"""Who gets into the desk's views: event managers; everybody else gets Wagtail's own denial."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.admin.menu import MenuItem

from ..models import EventPage
from ..permissions import can_manage_registrations


class ManagersOnly:
    """Asked before anything is read."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Not in dispatch: some of Wagtail's views read their object in setup already.
        if not can_manage_registrations(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class ManagersMenuItem(MenuItem):
    """Shown to event managers only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_registrations(request.user)


def event_or_404(pk: int) -> EventPage:
    """The event whose registrations are managed; published or not."""
    event = EventPage.objects.select_related("registration_setup", "state").filter(pk=pk).first()
    if event is None:
        raise Http404
    return event
