"""Who may do what with events and registrations."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from .choices import ListConsent, RegistrationStatus
from .models import EventPage, EventState, Registration, RegistrationSetup, Session, Slides, SlidesSetup
from .refusals import Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


def can_manage_registrations(user: "Viewer") -> bool:
    """Event managers: may see and change all registrations. The right is `events.change_registration`."""
    return bool(user.is_active and user.has_perm("events.change_registration"))


def can_see_registration(user: "Viewer", registration: Registration) -> bool:
    """One's own, or any for event managers."""
    own = user.is_authenticated and user.is_active and registration.member_id == user.pk
    return bool(own or can_manage_registrations(user))


def registrations_visible_to(user: "Viewer") -> QuerySet[Registration]:
    """The twin of `can_see_registration`."""
    if can_manage_registrations(user):
        return Registration.objects.all()
    if not (user.is_authenticated and user.is_active):
        return Registration.objects.none()
    return Registration.objects.filter(member=user)


def participants_visible_to(user: "Viewer", event_id: int) -> QuerySet[Registration]:
    """The participant list of an event for this viewer: exactly those who agreed to be seen by them."""
    confirmed = Registration.objects.filter(
        event_id=event_id, status__in=[RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED]
    )
    if can_manage_registrations(user):
        return confirmed
    takes_part = user.is_authenticated and user.is_active and confirmed.filter(member=user).exists()
    seen = [ListConsent.EVERYBODY, ListConsent.PARTICIPANTS] if takes_part else [ListConsent.EVERYBODY]
    return confirmed.filter(list_consent__in=seen)


def event_state(setup: RegistrationSetup) -> EventState | None:
    """The state row beside the event, if there is one yet."""
    return getattr(setup.event, "state", None)


def registration_obstacle(setup: RegistrationSetup | None, *, now: datetime) -> Reason | None:
    """Why nobody can register for this event now, whoever they are; None if the door is open.

    The one rule behind the button, the form and the service; `member_obstacle` is the one about a single member.
    Whether there is a place is asked under the lock (`services.registering`).
    """
    if setup is None or setup.opens_at is None:
        return Reason.NO_REGISTRATION
    state = event_state(setup)
    if state is not None and state.cancelled_at is not None:
        return Reason.EVENT_CANCELLED
    if setup.event.ends_at <= now:
        return Reason.EVENT_OVER
    if now < setup.opens_at:
        return Reason.NOT_OPEN
    if now >= setup.closing_time:
        return Reason.CLOSED
    return None


def member_obstacle(*, registered: bool, turned_down: bool) -> Reason | None:
    """Why this member cannot register, whoever else can; None if they can.

    `registered`: a registration of theirs is under way. `turned_down`: the last one was not accepted; they come back
    through the secretariat only. Either way the page of that registration stands where the form would be.
    """
    if registered:
        return Reason.ALREADY
    if turned_down:
        return Reason.TURNED_DOWN
    return None


def editing_obstacle(registration: Registration, setup: RegistrationSetup, *, now: datetime) -> Reason | None:
    """Why the member can no longer change the answers; None if they can."""
    if registration.status not in (
        RegistrationStatus.PENDING,
        RegistrationStatus.WAITING,
        RegistrationStatus.OFFERED,
        RegistrationStatus.CONFIRMED,
    ):
        return Reason.NOT_ALLOWED
    state = event_state(setup)
    if state is not None and state.cancelled_at is not None:
        return Reason.EVENT_CANCELLED
    if now >= setup.editing_time:
        return Reason.EDITING_OVER
    return None


def desk_editing_obstacle(registration: Registration) -> Reason | None:
    """Why the desk cannot change the answers or sessions of a registration; None if it can, at any time.

    What has ended stays as it ended, and nobody answers for somebody whose account is gone.
    """
    return Reason.NOT_ALLOWED if not registration.is_active or registration.member_id is None else None


def cancelling_obstacle(registration: Registration, *, now: datetime) -> Reason | None:
    """Why its member cannot cancel the registration; None if they can: one may stay away until the end."""
    if registration.status not in (
        RegistrationStatus.PENDING,
        RegistrationStatus.WAITING,
        RegistrationStatus.OFFERED,
        RegistrationStatus.CONFIRMED,
    ):
        return Reason.NOT_ALLOWED
    if registration.event.ends_at <= now:
        return Reason.EVENT_OVER
    return None


def offer_obstacle(status: str, offer_expires_at: datetime | None, *, now: datetime) -> Reason | None:
    """Why an offer cannot be accepted; None if it can."""
    if status != RegistrationStatus.OFFERED or offer_expires_at is None or offer_expires_at <= now:
        return Reason.OFFER_OVER
    return None


def can_edit_programme(user: "Viewer", event: EventPage) -> bool:
    """Whoever may edit the event's page may edit its programme."""
    return bool(user.is_active and event.permissions_for_user(user).can_edit())


def programmes_editable_by(user: "Viewer") -> QuerySet[EventPage]:
    """The twin of `can_edit_programme`."""
    if not user.is_active or not user.is_authenticated:
        return EventPage.objects.none()
    return PagePermissionPolicy(EventPage).instances_user_has_permission_for(user, "change")


def can_cancel_event(user: "Viewer", event: EventPage) -> bool:
    """Calling an event off is for those who may publish it."""
    return bool(user.is_active and event.permissions_for_user(user).can_publish())


def can_publish_slides(user: "Viewer", event: EventPage) -> bool:
    """What speakers have sent is published by those who may publish the event's page."""
    return bool(user.is_active and event.permissions_for_user(user).can_publish())


def sending_obstacle(setup: SlidesSetup | None, session: Session, *, cancelled: bool, now: datetime) -> Reason | None:
    """Why a speaker cannot send, replace or release slides by their link; None if they can.

    `cancelled`: the whole event is. The desk sends in their stead at any time.
    """
    if cancelled:
        return Reason.EVENT_CANCELLED
    if session.is_cancelled:
        return Reason.SESSION_CANCELLED
    if setup is None or now >= setup.deadline:
        return Reason.SLIDES_CLOSED
    return None


def publishing_obstacle(slides: Slides) -> Reason | None:
    """Why these slides cannot be published as they are; None if they can. `resource` comes along with them."""
    if not slides.has_file:
        return Reason.SLIDES_MISSING
    if not slides.has_consent:
        return Reason.SLIDES_NO_CONSENT
    if not slides.licence:
        return Reason.SLIDES_NO_LICENCE
    if slides.resource is not None and not slides.resource.live:
        return Reason.SLIDES_WITHDRAWN
    return Reason.SLIDES_PUBLISHED if slides.is_newest_published else None
