"""What of the groups' documents waits for the secretariat."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from cop.editing.waiting import Waiting

from ..choices import PublicationState
from ..models import PublicationRequest
from ..permissions import can_oversee_groups

if TYPE_CHECKING:
    from cop.members.models import User


def publications_waiting(user: "User") -> Waiting | None:
    """Requests to publish in the library, for the admin's home. One statement."""
    if not can_oversee_groups(user):
        return None
    number = PublicationRequest.objects.filter(state=PublicationState.OPEN).count()
    label = ngettext("document for the library", "documents for the library", number)
    return Waiting(number, label, reverse("publication_requests"))
