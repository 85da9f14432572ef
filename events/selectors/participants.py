"""The participant list of an event for one viewer."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from ..choices import RegistrationStatus
from ..models import EventPage, Registration
from ..permissions import participants_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def participants(user: "User | AnonymousUser", event: EventPage, wanted: str = "") -> QuerySet[Registration]:
    """Those who may be seen by `user`, by name; with `wanted` in name or organisation (every word of it)."""
    found = participants_visible_to(user, event.pk).order_by(Lower("badge_name"), "pk")
    for word in wanted.split():
        found = found.filter(Q(badge_name__icontains=word) | Q(badge_organisation__icontains=word))
    return found.only("badge_name", "badge_organisation", "event_id")


def takes_part(user: "User | AnonymousUser", event: EventPage) -> bool:
    """Has the viewer a place at the event?"""
    if not user.is_authenticated:
        return False
    return Registration.objects.filter(
        event_id=event.pk, member=user, status__in=[RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED]
    ).exists()
