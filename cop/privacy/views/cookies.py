"""The page of all cookies, the form that takes a choice, and the sheet that shows the banner where no script runs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from cop.core.same_origin import from_our_pages_only, page_before

from ..consent_cookie import Choice, choice_of, in_order, keep
from ..limits import may_be_recorded
from ..selectors.cookies import categories, list_state, matches, refused_names
from ..services.consent import record_choice


@require_safe
@cache_control(private=True, no_cache=True)
def cookie_page(request: HttpRequest) -> HttpResponse:
    """Permission: everybody. Every entry of the list, and the form to choose; it shows this browser's own choice."""
    state = list_state()
    choice = choice_of(request, state.version)
    accepted = choice.accepted if choice else ()
    found = categories()
    return render(
        request,
        "privacy/cookies.html",
        {
            "trail": [(_("Home"), "/")],
            "categories": found,
            "offered": [(category, category.key in accepted) for category in found],
            "version": state.version,
            "choice": choice,
            "chosen": _in_words([category.label for category in found if category.key in accepted]),
            "list_has_changed": "changed" in request.GET,
            "no_cookie_banner": True,
        },
    )


@from_our_pages_only
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Permission: everybody, from a page of ours. Puts the choice into the browser and goes back to that page.

    `choice` is all, none, some (with `category`), or add (this `category` to what was accepted before). Scripts ask
    for JSON, so that the page stays where it is.
    """
    state = list_state()
    before = choice_of(request, state.version)
    accepted = _accepted(request, state.optional, before)
    if accepted is None or not state.version:
        return _answer(request, None, reverse("cookies"), status=400)
    if accepted and request.POST.get("version") != state.version:
        # The page was older than the list: nobody has agreed to what is on it now.
        return _answer(request, None, reverse("cookies") + "?changed=1", status=409)
    choice = Choice(state.version, accepted)
    response = _answer(request, choice, page_before(request, otherwise=reverse("cookies")))
    keep(response, choice)
    _forget(request, response, accepted)
    if choice != before and may_be_recorded(request):
        record_choice(choice=choice)
    return response


@require_safe
def banner_sheet(request: HttpRequest) -> HttpResponse:
    """Permission: everybody. Shows the banner to a browser without scripts that has not chosen; else it is empty.

    Pages are the same for everybody, so it cannot be they that know who has chosen (docs/decisions/consent.md).
    """
    version = list_state().version
    asks = version and choice_of(request, version) is None
    response = HttpResponse(
        ".cookies{display:block}body{margin-block-end:20rem}" if asks else "", content_type="text/css; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _in_words(labels: list[str]) -> str:
    if not labels:
        return _("Refused: everything optional. You can change that here at any time.")
    return _("Allowed: %(categories)s. You can change that here at any time.") % {"categories": ", ".join(labels)}


def _accepted(request: HttpRequest, optional: tuple[str, ...], before: Choice | None) -> tuple[str, ...] | None:
    """The categories that the form accepts; None if it says nothing that we offer."""
    given = [category for category in request.POST.getlist("category") if category in optional]
    match request.POST.get("choice"):
        case "all":
            return optional
        case "none":
            return ()
        case "some":
            return in_order(given)
        case "add" if given:
            return in_order([*given, *(before.accepted if before else ())])
    return None


def _answer(request: HttpRequest, choice: Choice | None, url: str, status: int = 200) -> HttpResponse:
    if request.headers.get("Accept") != "application/json":
        return HttpResponseRedirect(url)
    if choice is None:
        return JsonResponse({"look": url}, status=status)
    return JsonResponse({"accepted": choice.accepted, "forget": refused_names(choice.accepted)})


def _forget(request: HttpRequest, response: HttpResponse, accepted: tuple[str, ...]) -> None:
    """Take back what a refused category has set here before. (What lies on another site is that site's.)"""
    refused = refused_names(accepted)
    ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.CONSENT_COOKIE_NAME, "messages"}
    for name in request.COOKIES:
        if name not in ours and matches(name, refused):
            response.delete_cookie(name)
