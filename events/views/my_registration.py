"""One's own registration: see, change, cancel, answer an offer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.stale_forms import rescued_by
from cop.notifications.links import secretariat

from .. import ical
from ..choices import RegistrationStatus
from ..forms.changing import ChangeForm
from ..limits import allowed
from ..models import Registration
from ..permissions import (
    cancelling_obstacle,
    editing_obstacle,
    member_obstacle,
    offer_obstacle,
    registration_obstacle,
)
from ..refusals import Refused
from ..selectors import my_registration as mine
from ..selectors.event_page import calendar_links
from ..selectors.events import is_cancelled, last_day
from ..selectors.registering import editing_ends, event_facts, trail, trail_below_mine
from ..selectors.registration import badge, left, moment, ordinal
from ..services.cancelling import cancel_registration
from ..services.changing import change_registration
from ..services.registering import Sheet
from ..services.waiting_list import accept_offer, decline_offer, position
from ..tickets import has_ticket
from . import typed
from .calendars import calendar_response
from .doors import members_only, sign_in_url


def _mine(request: HttpRequest, slug: str) -> Registration:
    registration = mine.get_registration_for(request.user, slug)
    if registration is None:
        raise Http404
    return registration


@require_safe
@members_only
def my_registration(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own registration. Permission: its member; who has none is led to the form."""
    registration = mine.get_registration_for(request.user, slug)
    if registration is None:
        return redirect("event_register", slug=slug)
    now = timezone.now()
    event = registration.event
    setup = mine.setup_of_registration(registration)
    label, tone = badge(registration.status)
    questions = mine.questions_of(setup)
    offer_ends = registration.offer_expires_at
    cancelled = is_cancelled(event)
    offered = offer_obstacle(registration.status, offer_ends, now=now) is None and not cancelled
    return render(
        request,
        "events/registration/mine.html",
        {
            "event": event,
            "setup": setup,
            "registration": registration,
            "trail": trail(event),
            "is_cancelled": cancelled,
            "is_over": event.ends_at <= now,
            "badge_label": _("Event cancelled") if cancelled else label,
            "badge_tone": "bad" if cancelled else tone,
            "nth": ordinal(position(registration)) if registration.status == RegistrationStatus.WAITING else "",
            "offer_ends": moment(event, offer_ends) if offered and offer_ends else "",
            "offer_left": left(event, offer_ends, now=now) if offered and offer_ends else "",
            "has_ticket": has_ticket(registration) and not cancelled,
            "stream": mine.stream_address(registration, now=now),
            "can_change": editing_obstacle(registration, setup, now=now) is None,
            "can_cancel": cancelling_obstacle(registration, now=now) is None,
            "can_register_again": member_obstacle(
                registered=registration.is_active, turned_down=registration.status == RegistrationStatus.REJECTED
            )
            is None
            and registration_obstacle(setup, now=now) is None,
            "secretariat": secretariat(),
            "editing_ends": editing_ends(setup),
            "facts": event_facts(event),
            "last_day": last_day(event),
            "calendars": calendar_links(event),
            "sessions": mine.my_sessions(registration, now=now),
            "answers": mine.answers_in_words(registration, questions, mine.files_of(registration)),
            "history": mine.history(registration),
        },
    )


@require_safe
@members_only
def my_event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as this member's calendar entry, as in the letters. Permission: its member."""
    registration = _mine(request, slug)
    content = ical.event_calendar(registration.event, registration=registration)
    return calendar_response(request, content, ical.file_name(registration.event.slug))


def _rescue(request: HttpRequest, slug: str) -> HttpResponse | None:
    event = mine.event_at(slug)
    return None if event is None else typed.rescued(request, typed.CHANGING, event.pk)


@rescued_by(_rescue)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change answers, sessions, badge. Permission: its member, until the time set for the event."""
    if not request.user.is_authenticated:
        return _signed_out(request, slug)
    registration = _mine(request, slug)
    setup = mine.setup_of_registration(registration)
    if reason := editing_obstacle(registration, setup, now=timezone.now()):
        messages.warning(request, str(reason.label))
        return redirect("my_registration", slug=slug)
    sheet = Sheet(setup)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        sheet=sheet,
        member=request.user,
        registration=registration,
        kept_files=mine.files_of(registration),
        own_sessions=dict(registration.session_places.active().values_list("session_id", "status")),
    )
    kept = typed.found(request, typed.CHANGING, registration.event)
    if kept and not form.is_bound:
        typed.fill(form, kept)
    if form.is_valid() and _changed(request, form):
        typed.forget(request)
        messages.success(request, _("Your changes are saved."))
        return redirect("my_registration", slug=slug)
    return render(
        request,
        "events/registration/change.html",
        {
            "event": registration.event,
            "setup": setup,
            "form": form,
            "registration": registration,
            "editing_ends": editing_ends(setup),
            "last_day": last_day(registration.event),
            "trail": trail_below_mine(registration.event),
            "restored": bool(kept) and not form.is_bound,
            "made_for": typed.mark(request.user, registration.event, typed.CHANGING),
            "submit_label": _("Save changes"),
        },
    )


def _signed_out(request: HttpRequest, slug: str) -> HttpResponse:
    """To the door; who had sent the form is told first that nothing was changed, and that it is kept."""
    event = mine.event_at(slug) if request.method == "POST" else None
    # Without the mark of a form that was made for somebody, nothing is said of an event that may be hidden.
    if event is None or typed.made_for(request, typed.CHANGING, event.pk) is None:
        return redirect(sign_in_url(request))
    return render(
        request,
        "events/registration/signed_out.html",
        {
            "event": event,
            "last_day": last_day(event),
            "trail": trail_below_mine(event),
            "is_kept": typed.keep(request, typed.CHANGING, event.pk),
            "sign_in_url": sign_in_url(request),
        },
    )


def _changed(request: HttpRequest, form: ChangeForm) -> bool:
    if not allowed(request, "register"):
        form.add_error(None, _("That was very often in a short time. Please wait ten minutes, then try again."))
        return False
    facts = form.facts()
    try:
        change_registration(registration=form.registration, actor=request.user, files=form.new_files, **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Cancel, after a page that says what happens. Permission: its member, until the event ends."""
    registration = _mine(request, slug)
    if request.method == "POST":
        try:
            cancel_registration(registration=registration, actor=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Your registration is cancelled. A letter confirms it."))
        return redirect("my_registration", slug=slug)
    if reason := cancelling_obstacle(registration, now=timezone.now()):
        if registration.status != RegistrationStatus.CANCELLED:
            messages.warning(request, str(reason.label))
        return redirect("my_registration", slug=slug)
    return render(
        request,
        "events/registration/cancel.html",
        {
            "event": registration.event,
            "registration": registration,
            "facts": event_facts(registration.event),
            "trail": trail_below_mine(registration.event),
        },
    )


@require_POST
@members_only
def answer_offer(request: HttpRequest, slug: str, answer: str) -> HttpResponse:
    """Accept or decline the place that is offered. Permission: its member."""
    return _answer(request, slug, _mine(request, slug), answer)


@require_POST
@members_only
def answer_session_offer(request: HttpRequest, slug: str, pk: int, answer: str) -> HttpResponse:
    """Accept or decline the place in a session. Permission: the member of the registration that it belongs to."""
    registration = _mine(request, slug)
    claim = get_object_or_404(registration.session_places.select_related("registration"), pk=pk)
    return _answer(request, slug, claim, answer)


def _answer(request: HttpRequest, slug: str, claim: Any, answer: str) -> HttpResponse:
    try:
        if answer == "accept":
            accept_offer(claim=claim, actor=request.user)
            messages.success(request, _("The place is yours."))
        else:
            decline_offer(claim=claim, actor=request.user)
            messages.info(request, _("You declined. The place goes to the next in line."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("my_registration", slug=slug)
