"""The newsletter for everybody: its archive, subscribing with two steps, and the member's own switch.

The forms for visitors need no CSRF token: they carry no authority but what is typed, or the signed link itself. So the
pages set no cookie and can be kept.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import page_cache
from cop.core.same_origin import from_our_pages_only

from ..forms.newsletter import SubscribeForm
from ..limits import allowed
from ..selectors import newsletter, subscribers
from ..services import subscribing


@from_our_pages_only
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_archive(request: HttpRequest) -> HttpResponse:
    """All issues, and the form to subscribe. Permission: public.

    The answer to a POST is the same whether the address is known or not; nothing happens but one letter.
    """
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not allowed(request, "subscribe"):
            return render(request, "429.html", status=429)
        if form.is_valid():
            address = form.cleaned_data["email"].lower()
            # Too many letters to this address today: the answer stays the same, so that nothing can be learned.
            if allowed(request, "subscribe_address", key=address):
                subscribing.ask(address=address)
            return redirect("newsletter_asked")
    else:
        page_cache.tag(request, "newsletter")
        page_cache.known_parameters(request)
    issues = newsletter.archive()
    return render(
        request, "news/newsletter/archive.html", {"form": form, "issues": issues}, status=422 if form.errors else 200
    )


@require_safe
def newsletter_asked(request: HttpRequest) -> HttpResponse:
    """What happens next. Permission: public."""
    page_cache.tag(request, "newsletter")
    page_cache.known_parameters(request)
    return render(request, "news/newsletter/asked.html", {"days": subscribers.LINK_HOLDS_DAYS})


@require_safe
def newsletter_issue(request: HttpRequest, number: int) -> HttpResponse:
    """One issue as it was sent. Permission: public from the first letter on."""
    issue = newsletter.get_issue_for(request.user, number)
    page_cache.tag(request, "newsletter")
    page_cache.known_parameters(request)
    context = {
        "issue": issue,
        "day": newsletter.day(issue),
        "paragraphs": newsletter.paragraphs(issue.intro),
        "items": newsletter.content_today(issue),
    }
    return render(request, "news/newsletter/issue.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The second yes. Permission: whoever holds the link of the letter. Opening it changes nothing, since mail scanners
    open every link."""
    if not allowed(request, "confirm"):
        return render(request, "429.html", status=429)
    address = subscribers.address_of_token(token)
    if address is None:
        return _private(render(request, "news/newsletter/confirm.html", {"state": "over"}, status=404))
    if request.method == "POST":
        subscribing.confirm(address=address)
        # The page itself tells the outcome, so that a reload repeats nothing.
        return _private(redirect("newsletter_confirm", token=token))
    state = "done" if subscribers.is_subscribed(address=address) else "open"
    return _private(render(request, "news/newsletter/confirm.html", {"state": state, "address": address}))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_newsletter(request: HttpRequest) -> HttpResponse:
    """The member's own switch. Permission: logged in, one's own."""
    if request.method == "POST":
        if not allowed(request, "mine"):
            messages.error(request, _("That was too often. Please wait ten minutes, then try again."))
        elif request.POST.get("act") == "stop":
            subscribing.unsubscribe_member(member=request.user, actor=request.user)
            messages.success(request, _("You no longer get the newsletter."))
        elif request.POST.get("act") == "start":
            subscribing.subscribe_member(member=request.user, actor=request.user)
            messages.success(request, _("You get the newsletter from the next issue on."))
        return redirect("my_newsletter")
    return render(request, "news/newsletter/mine.html", {"subscribed": subscribers.member_is_subscribed(request.user)})


def _private(response: HttpResponse) -> HttpResponse:
    """Its address is a key: no other site that is opened from it learns of it, no search engine keeps it."""
    # "no-referrer" would post the forms of the page (cookies, signing out) with "Origin: null": they are refused then.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
