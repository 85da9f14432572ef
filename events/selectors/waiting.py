"""What of the events waits for somebody on the admin's home (see cop.editing.waiting)."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from cop.editing.waiting import Waiting

from ..choices import RegistrationStatus
from ..models import Registration
from ..permissions import can_manage_registrations

if TYPE_CHECKING:
    from cop.members.models import User


def pending_registrations(user: "User") -> Waiting | None:
    """Registrations that the secretariat has to decide."""
    if not can_manage_registrations(user):
        return None
    count = Registration.objects.filter(status=RegistrationStatus.PENDING).count()
    url = f"{reverse('registrations:index')}?status={RegistrationStatus.PENDING.value}"
    return Waiting(count, ngettext("registration to decide", "registrations to decide", count), url)
