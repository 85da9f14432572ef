"""Slides sent by a speaker: the link from the letter is the key, logging in is not needed.

Opening it changes nothing, since mail scanners open every link. As for offers, the POST needs no CSRF token: it carries
no authority but that of the address itself.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cop.notifications.links import secretariat

from ..choices import SlidesState
from ..forms.slides import SlidesForm
from ..limits import allowed
from ..models import SlidesLink
from ..permissions import sending_obstacle
from ..refusals import Refused
from ..selectors import dates
from ..selectors.events import is_cancelled
from ..selectors.slides import Talk, link_for_token, talks_of
from ..services.slides import send_slides

TONES = {
    SlidesState.MISSING: "wait",
    SlidesState.NO_CONSENT: "blue",
    SlidesState.READY: "good",
    SlidesState.PUBLISHED: "good",
    SlidesState.NEWER: "good",
    SlidesState.TAKEN_BACK: "wait",
    SlidesState.WITHDRAWN: "bad",
}


@never_cache
@require_safe
def speaker_slides(request: HttpRequest, token: str) -> HttpResponse:
    """A speaker's sessions, and what they have sent. Permission: whoever holds the link from the letter."""
    link, talks, answer = _found(request, token)
    if answer is not None or link is None:
        return answer or _unknown(request)
    if len(talks) == 1:
        return _private(redirect("send_slides", token=token, session=talks[0].session.pk))
    return _page(
        request,
        "events/slides/list.html",
        {**_frame(link), "talks": [_shown(link, talk, token) for talk in talks]},
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, token: str, session: int) -> HttpResponse:
    """Send slides for one session, replace them, release them. Permission: whoever holds the link from the letter;
    until the deadline (`sending_obstacle`)."""
    link, talks, answer = _found(request, token)
    talk = next((each for each in talks if each.session.pk == session), None)
    if answer is not None or link is None or talk is None:
        return answer or _unknown(request)
    form = SlidesForm(slides=talk.slides)
    if request.method == "POST" and _obstacle(link, talk) is None:
        form = SlidesForm(request.POST, request.FILES, slides=talk.slides)
        if form.is_valid() and _sent(form, link, talk):
            return _private(redirect(f"{reverse('send_slides', args=[token, session])}?sent=1"))
    shown = _shown(link, talk, token)
    status = 410 if request.method == "POST" and shown["obstacle"] else 200
    context = {
        **_frame(link),
        **shown,
        "form": form,
        "others": len(talks) > 1,
        "back": reverse("speaker_slides", args=[token]),
        "just_sent": "sent" in request.GET and talk.slides.has_file,
    }
    return _page(request, "events/slides/send.html", context, status=status)


def _sent(form: SlidesForm, link: SlidesLink, talk: Talk) -> bool:
    try:
        send_slides(
            session=talk.session,
            speaker=link.speaker,
            facts=form.facts,
            file=form.good,
            form_key=form.cleaned_data["key"],
            actor=None,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _found(request: HttpRequest, token: str) -> tuple[SlidesLink | None, list[Talk], HttpResponse | None]:
    """The link and its sessions; else the answer that says why not: the same for wrong and for expired ones."""
    if not allowed(request, "slides"):
        return None, [], _page(request, "events/slides/unknown.html", {"busy": True}, status=429)
    link = link_for_token(token, now=timezone.now())
    talks = talks_of(link.event, link.speaker) if link else []
    if link is None or not talks:
        return None, [], _unknown(request)
    return link, talks, None


def _obstacle(link: SlidesLink, talk: Talk) -> Any:
    cancelled = is_cancelled(link.event)
    return sending_obstacle(link.event.slides_setup, talk.session, cancelled=cancelled, now=timezone.now())


def _frame(link: SlidesLink) -> dict[str, Any]:
    event = link.event
    return {
        "event": event,
        "speaker": link.speaker,
        "until": f"{dates.moment_words(event.slides_setup.deadline, event)} ({dates.zone_name(event)})",
        "secretariat": secretariat(),
    }


def _shown(link: SlidesLink, talk: Talk, token: str) -> dict[str, Any]:
    """A session as its line and its page say it."""
    session, slides = talk.session, talk.slides
    state = talk.state
    obstacle = _obstacle(link, talk)
    start, end = session.local_start, session.local_end
    resource = slides.resource
    return {
        "session": session,
        "slides": slides,
        "when": f"{dates.day_name(start.date(), year=True)}, {dates.hours(start, end)}",
        "state": state.value,
        "badge": {"label": str(state.label), "tone": TONES.get(state, "")},
        "obstacle": str(obstacle.label) if obstacle else "",
        "url": reverse("send_slides", args=[token, session.pk]),
        "library_url": resource.get_absolute_url() if resource is not None and resource.live else "",
        "sent": dates.moment_words(slides.sent_at, link.event) if slides.sent_at else "",
        # Once they are in the library; before, these are fields of the form.
        "said": [
            (_("Title"), slides.title),
            (_("Author"), slides.author_name),
            *([(_("Organisation"), slides.organisation)] if slides.organisation else []),
            *([(_("Language"), slides.get_language_display())] if slides.language else []),
        ],
        "facts": [
            (_("Session"), session.title),
            (_("When"), f"{dates.day_name(start.date(), year=True)}, {dates.hours(start, end)}"),
        ],
    }


def _unknown(request: HttpRequest) -> HttpResponse:
    return _page(request, "events/slides/unknown.html", {}, status=404)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return _private(render(request, template, context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is passed on to no other site and kept by no search engine."""
    # "no-referrer" would post the forms of the page (cookies, signing out) with "Origin: null": they are refused then.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
