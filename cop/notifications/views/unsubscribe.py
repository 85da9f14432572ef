"""Stopping letters from a link in one of them: the page asks, only a POST changes anything (traps.md no. 13)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import links, registry, selectors
from ..services import subscriptions


# Mail programs post without a cookie (RFC 8058). The signed link is the proof; a foreign page does not have it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Permission: whoever holds the link of a letter."""
    subscriber = links.subscriber_of(token)
    if subscriber is None or not selectors.is_reachable(subscriber):
        raise Http404(_("This link is not one of ours."))
    if request.method == "POST":
        if request.POST.get("action") == "again":
            subscriptions.subscribe_again(subscriber=subscriber)
        else:
            subscriptions.unsubscribe(subscriber=subscriber)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(_("Done."), content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(request.path)
    stopped = selectors.is_unsubscribed(
        group=subscriber.group, member_id=subscriber.member_id, address=subscriber.address
    )
    titles = [kind.title for kind in registry.in_group(subscriber.group)]
    return render(request, "notifications/unsubscribe.html", {"stopped": stopped, "titles": titles})
