"""Registering for an event, and one's own registration: see, change, cancel, answer an offer."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core import page_cache
from cop.members.selectors import needs_profile

from .. import ical
from ..choices import RegistrationStatus
from ..forms.registration import ChangeForm, RegistrationForm
from ..limits import allowed
from ..models import InvitationCode, Registration, RegistrationSetup
from ..permissions import cancelling_obstacle, editing_obstacle, offer_obstacle, registration_obstacle
from ..refusals import Reason, Refused
from ..selectors import my_registration as mine
from ..selectors.event_page import calendar_links
from ..selectors.events import is_cancelled, last_day
from ..selectors.registering import (
    closed,
    editing_ends,
    event_facts,
    everything_full,
    opens_or_closes,
    trail,
    trail_below_mine,
)
from ..selectors.registration import badge, left, moment, ordinal
from ..services.answer_files import forget_files, keep_files
from ..services.cancelling import cancel_registration
from ..services.changing import change_registration
from ..services.codes import find_code
from ..services.places import setup_for
from ..services.registering import Sheet, is_confirmed, register
from ..services.waiting_list import accept_offer, decline_offer, position
from ..tickets import has_ticket
from . import typed
from .calendars import calendar_response

View = Callable[..., HttpResponse]

# What a new registration is greeted with.
WELCOME = {
    RegistrationStatus.CONFIRMED: gettext_lazy("You are registered. A letter is on its way to you."),
    RegistrationStatus.WAITING: gettext_lazy("You are on the waiting list. We write as soon as a place is yours."),
    RegistrationStatus.PENDING: gettext_lazy("We have your registration. The secretariat writes to you."),
}


def members_only(view: View) -> View:
    """Sends visitors to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


# Registering ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def event_register(request: HttpRequest, slug: str) -> HttpResponse:
    """The registration form. Permission: members who may see the event; visitors are told what they need.

    Whatever makes the form pointless is asked before anything of it is read.
    """
    if request.method == "POST" and request.user.is_authenticated:
        return _register(request, slug)
    setup = _setup(request, slug)
    now = timezone.now()
    if reason := registration_obstacle(setup, now=now):
        return _closed(request, setup, reason)
    if not request.user.is_authenticated:
        return _for_visitors(request, setup, now=now)
    if needs_profile(request.user):
        return redirect(f"{reverse('welcome')}?{urlencode({'next': request.get_full_path()})}")
    sheet = Sheet(setup, member=request.user)
    if sheet.places.mine:
        return redirect("my_registration", slug=slug)
    if everything_full(sheet):
        return _closed(request, setup, Reason.FULL)
    kept = typed.found(request, setup.event)
    code = request.GET.get("code", "") or (kept or {}).get("code", "")
    form = RegistrationForm(
        sheet=sheet,
        member=request.user,
        invitation=_invitation(request, setup, code),
        now=now,
        initial=_from_address(request, sheet),
    )
    if kept:
        typed.fill(form, kept)
    return _form_page(request, form, restored=bool(kept))


def _register(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    try:
        with transaction.atomic():
            setup = _setup(request, slug, lock=True)
            if reason := registration_obstacle(setup, now=now):
                return _closed(request, setup, reason)
            if needs_profile(request.user):
                return redirect(f"{reverse('welcome')}?{urlencode({'next': request.get_full_path()})}")
            sheet = Sheet(setup, member=request.user)
            if sheet.places.mine:
                return _already(request, slug)
            if everything_full(sheet):
                return _closed(request, setup, Reason.FULL)
            form = RegistrationForm(
                request.POST,
                request.FILES,
                sheet=sheet,
                member=request.user,
                invitation=_invitation(request, setup, request.POST.get("code", "")),
                now=now,
            )
            registration = _try_to_register(request, form, now=now)
    except IntegrityError:
        # Somebody was faster with the same member: the constraint "one active registration" spoke.
        found = mine.get_registration_for(request.user, slug)
        if found is None or not found.is_active:
            raise
        return _already(request, slug)
    if registration is None:
        return _form_page(request, form)
    typed.forget(request)
    level = messages.SUCCESS if is_confirmed(registration) else messages.INFO
    messages.add_message(request, level, WELCOME[registration.status])
    return redirect("my_registration", slug=slug)


def _try_to_register(request: HttpRequest, form: RegistrationForm, *, now: datetime) -> Registration | None:
    if "see_code" in request.POST:
        form.only_the_code()
        return None
    if not form.is_valid():
        return None
    if not allowed(request, "register"):
        form.add_error(None, _("That was very often in a short time. Please wait ten minutes, then try again."))
        return None
    facts = form.facts()
    try:
        # The service has a savepoint of its own: what it refuses half-way leaves no trace, and the page can be shown.
        registration = register(member=request.user, event_id=form.sheet.event.pk, sheet=form.sheet, now=now, **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return None
    if form.new_files:
        keep_files(registration=registration, files=form.new_files, questions=form.questionnaire.questions)
    return registration


def _setup(request: HttpRequest, slug: str, *, lock: bool = False) -> RegistrationSetup:
    setup = None if "\x00" in slug else setup_for(request.user, slug, lock=lock)
    if setup is None:
        raise Http404
    return setup


def _invitation(request: HttpRequest, setup: RegistrationSetup, code: str) -> InvitationCode | None:
    """The code that was given. After ten wrong ones in an hour none is looked up: they can be short."""
    if not code.strip() or not allowed(request, "code", count=False):
        return None
    found = find_code(setup, code)
    if found is None:
        allowed(request, "code")
    return found


def _from_address(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What a link may fill in: the code of an invitation, the way to take part."""
    found: dict[str, Any] = {}
    if code := request.GET.get("code", "")[:40].replace("\x00", ""):
        found["code"] = code
    category = request.GET.get("category", "")
    if category.isdecimal() and len(category) < 19 and int(category) in sheet.places.categories:
        found["category"] = int(category)
    return found


def _form_page(request: HttpRequest, form: RegistrationForm, *, restored: bool = False) -> HttpResponse:
    event = form.sheet.event
    return render(
        request,
        "events/registration/form.html",
        {
            "event": event,
            "setup": form.sheet.setup,
            "form": form,
            "editing_ends": editing_ends(form.sheet.setup),
            "last_day": last_day(event),
            "trail": trail(event),
            "restored": restored,
            "made_for": typed.mark(request.user, event),
            "submit_label": _("Send registration"),
        },
    )


def _closed(request: HttpRequest, setup: RegistrationSetup, reason: Reason) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    context = {"event": setup.event, "closed": closed(setup, reason), "trail": trail(setup.event)}
    return render(request, "events/registration/closed.html", context, status=status)


def _already(request: HttpRequest, slug: str) -> HttpResponse:
    messages.info(request, _("You are registered already. This is your registration."))
    return redirect("my_registration", slug=slug)


def _for_visitors(request: HttpRequest, setup: RegistrationSetup, *, now: datetime) -> HttpResponse:
    event = setup.event
    page_cache.tag(request, f"event:{event.pk}", f"page:{event.pk}")
    page_cache.known_parameters(request)
    if changes := opens_or_closes(setup, now=now):
        page_cache.expires(request, changes)
    return render(
        request,
        "events/registration/sign_in.html",
        {
            "event": event,
            "facts": event_facts(event),
            "last_day": last_day(event),
            "trail": trail(event),
            "was_sent": request.method == "POST",
            "is_kept": request.method == "POST" and typed.keep(request, setup),
            "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
        },
    )


# One's own registration ------------------------------------------------------------------------------------------


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
            "can_register_again": registration.status != RegistrationStatus.REJECTED
            and not registration.is_active
            and registration_obstacle(setup, now=now) is None,
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


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change answers, sessions, badge. Permission: its member, until the time set for the event."""
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
    if form.is_valid() and _changed(request, form):
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
            "submit_label": _("Save changes"),
        },
    )


def _changed(request: HttpRequest, form: ChangeForm) -> bool:
    if not allowed(request, "register"):
        form.add_error(None, _("That was very often in a short time. Please wait ten minutes, then try again."))
        return False
    facts = form.facts()
    try:
        with transaction.atomic():
            changed = change_registration(registration=form.registration, actor=request.user, **facts)
            keep_files(registration=changed, files=form.new_files, questions=form.questionnaire.questions)
            forget_files(registration=changed)
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
