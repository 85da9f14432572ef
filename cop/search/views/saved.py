"""A member's saved searches: the list, saving one, changing it. Permission: logged in, one's own; others' are 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cop.notifications import selectors as letters
from cop.notifications.links import Subscriber
from cop.notifications.services import subscriptions

from ..choices import AlertRhythm
from ..forms.saved import SavedSearchForm
from ..limits import allowed
from ..models.saved import LONGEST_NAME
from ..refusals import Reason, SearchRefused
from ..selectors import saved
from ..services import alerts
from ..services.saved_searches import change_search, delete_search, pause_search, resume_search, save_search

LONGEST = 2_000


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The list; a POST wants letters again after they were stopped from a link in one of them."""
    me = Subscriber(alerts.KIND, member_id=request.user.pk)
    if request.method == "POST":
        subscriptions.subscribe_again(subscriber=me)
        messages.success(request, _("Letters about your saved searches come again."))
        return redirect("saved_searches")
    stopped = letters.is_unsubscribed(group=me.group, member_id=me.member_id, address="")
    return render(request, "search/saved/list.html", {"rows": saved.saved_of(request.user), "stopped": stopped})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Name and rhythm for a search that stands in the address: `list` names what is searched, `what` its words and
    filters."""
    given = request.POST if request.method == "POST" else request.GET
    listing, query = given.get("list", "")[:40], given.get("what", "")[:LONGEST]
    what = saved.what_can_be_saved(listing, query)
    if not what:
        messages.error(request, Reason.NOTHING.label)
        return redirect("search")
    form = SavedSearchForm(request.POST or None, initial={"name": what[:LONGEST_NAME], "rhythm": AlertRhythm.WEEKLY})
    if request.method == "POST" and form.is_valid():
        try:
            if not allowed(request, "save"):
                raise SearchRefused(Reason.TOO_OFTEN)
            save_search(member=request.user, listing=listing, query=query, **form.cleaned_data)
        except SearchRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. We write to you when something new fits."))
            return redirect("saved_searches")
    context = {"form": form, "what": what, "listing": listing, "query": query}
    return render(request, "search/saved/form.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Another name or rhythm; pausing, resuming, deleting."""
    search = saved.get_saved_for(request.user, number)
    act = request.POST.get("act", "")
    done = {
        "pause": (pause_search, _("Paused: no letters until you resume it.")),
        "resume": (resume_search, _("Resumed: you hear of what is new from now on.")),
        "delete": (delete_search, _("Deleted.")),
    }.get(act)
    if request.method == "POST" and done is not None:
        service, words = done
        service(search=search)
        messages.success(request, words)
        return redirect("saved_searches")
    form = SavedSearchForm(request.POST or None, initial={"name": search.name, "rhythm": search.rhythm})
    if request.method == "POST" and form.is_valid():
        try:
            change_search(search=search, **form.cleaned_data)
        except SearchRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Changed."))
            return redirect("saved_searches")
    row = saved.row_of(search)
    return render(request, "search/saved/form.html", {"form": form, "what": row.what, "row": row})
