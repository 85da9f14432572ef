"""Registering for an event: the form, and what visitors and late comers are told instead."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cop.core import page_cache
from cop.core.stale_forms import rescued_by
from cop.members.selectors import needs_profile

from ..choices import RegistrationStatus
from ..forms.registration import RegistrationForm
from ..limits import allowed
from ..models import InvitationCode, Registration, RegistrationSetup
from ..permissions import registration_obstacle
from ..refusals import Reason, Refused
from ..selectors import my_registration as mine
from ..selectors.events import last_day
from ..selectors.registering import closed, editing_ends, event_facts, everything_full, opens_or_closes, trail
from ..services.answer_files import keep_files
from ..services.codes import find_code
from ..services.places import setup_for
from ..services.registering import Sheet, is_confirmed, register
from . import typed
from .doors import sign_in_url

# What a new registration is greeted with.
WELCOME = {
    RegistrationStatus.CONFIRMED: gettext_lazy("You are registered. A letter is on its way to you."),
    RegistrationStatus.WAITING: gettext_lazy("You are on the waiting list. We write as soon as a place is yours."),
    RegistrationStatus.PENDING: gettext_lazy("We have your registration. The secretariat writes to you."),
}


def _rescue(request: HttpRequest, slug: str) -> HttpResponse | None:
    event = mine.event_at(slug)
    return None if event is None else typed.rescued(request, typed.REGISTERING, event.pk)


@rescued_by(_rescue)
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
    if sheet.obstacle:
        return redirect("my_registration", slug=slug)
    if everything_full(sheet):
        return _closed(request, setup, Reason.FULL)
    kept = typed.found(request, typed.REGISTERING, setup.event)
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
            if obstacle := sheet.obstacle:
                return _already(request, slug, obstacle)
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
            "made_for": typed.mark(request.user, event, typed.REGISTERING),
            "submit_label": _("Send registration"),
        },
    )


def _closed(request: HttpRequest, setup: RegistrationSetup, reason: Reason) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    context = {"event": setup.event, "closed": closed(setup, reason), "trail": trail(setup.event)}
    return render(request, "events/registration/closed.html", context, status=status)


def _already(request: HttpRequest, slug: str, obstacle: Reason = Reason.ALREADY) -> HttpResponse:
    """To the member's own registration, which says how things stand and what can be done."""
    if obstacle == Reason.ALREADY:
        messages.info(request, _("You are registered already. This is your registration."))
    else:
        messages.warning(request, str(obstacle.label))
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
            "is_kept": request.method == "POST" and typed.keep(request, typed.REGISTERING, event.pk),
            "sign_in_url": sign_in_url(request),
        },
    )
