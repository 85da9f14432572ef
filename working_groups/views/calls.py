"""Calls for expressions of interest: the page on which one answers, and the leaders' pages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ..choices import Joining
from ..forms.calls import CallForm
from ..forms.desk import ReasonForm
from ..forms.joining import AskForm
from ..limits import allowed
from ..models import JoinRequest
from ..permissions import expressing_obstacle
from ..refusals import Reason, Refused
from ..selectors.calls import call_desk, closing_words, get_call_for, latest_call
from ..selectors.doors import Inside
from ..selectors.frame import frame
from ..selectors.joining import open_request, sign_in
from ..services import calls
from .desk import desk_door, show_desk
from .doors import inside_group


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(lambda inside: True, part="group")
def group_interest(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Read a call, and answer it. Permission: `can_know`; to answer an account and `expressing_obstacle`."""
    call = latest_call(inside.group.pk)
    reason = expressing_obstacle(inside.group, inside.membership, call)
    if reason or call is None:
        messages.info(request, str((reason or Reason.CALL_OVER).label))
        return redirect("group", slug=inside.page.slug)
    form = door = None
    asked = open_request(inside)
    if not request.user.is_authenticated:
        door = sign_in(inside.page.slug, _("Sign in to answer"), to="group_interest")
        if request.method == "POST":
            return HttpResponseRedirect(door.url)
    elif asked is None or asked.call_id == call.pk:
        form = AskForm(
            request.POST if request.method == "POST" else None,
            questions=call.questions,
            answers=asked.answers if asked else (),
            asks_name=not request.user.name,
        )
        # Sent once more from another tab: nothing is lost, and nothing overwritten unasked.
        is_second = asked is not None and request.method == "POST" and "change" not in request.POST
        if is_second:
            messages.warning(request, _("You have answered this call already. If you save, this replaces it."))
        elif form.is_bound and form.is_valid():
            return _express(request, inside, call.pk, form, asked)
    context = frame(
        inside,
        "group_interest",
        here=call.title,
        call=call,
        text=mark_safe(call.text_html),
        closes=closing_words(call.closes_at),
        form=form,
        asked=asked,
        door=door,
        rules=bool(inside.group.rules),
    )
    return render(request, "working_groups/interest.html", context)


def _express(
    request: HttpRequest, inside: Inside, call_id: int, form: AskForm, asked: JoinRequest | None
) -> HttpResponse:
    if not allowed(request, "join"):
        messages.warning(request, _("That was very often in a short time. Please wait a while."))
        return redirect("group", slug=inside.page.slug)
    form.save_name(inside.user)  # type: ignore[arg-type]
    facts: dict[str, Any] = {"group_id": inside.group.pk, "member": inside.user, "answers": form.answers()}
    try:
        if asked is None:
            calls.express_interest(call_id=call_id, **facts)
            done = _("The group has your expression of interest. You get an answer after the closing date.")
        else:
            calls.change_interest(request_id=asked.pk, **facts)
            done = _("Your changes are saved. You get an answer after the closing date.")
    except Refused as refusal:
        messages.warning(request, str(refusal))
        name = "group_interest" if refusal.reason == Reason.QUESTIONS else "group"
        return redirect(name, slug=inside.page.slug)
    messages.success(request, done)
    return redirect("group", slug=inside.page.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def group_call(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The newest call and who has answered it; close it, decline all who are left. Permission: `can_lead`."""
    desk = call_desk(inside)
    form = ReasonForm(prefix="rest")
    if request.method == "POST":
        if desk.call is None:
            raise Http404
        facts: dict[str, Any] = {"call_id": desk.call.pk, "group_id": inside.group.pk, "actor": inside.user}
        if "close" in request.POST:
            return _done(request, inside, lambda: calls.close_call(**facts), _("The call is closed."))
        form = ReasonForm(request.POST, prefix="rest")
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                count = calls.decline_rest(reason=reason, **facts)
            except Refused as refusal:
                messages.warning(request, str(refusal))
            else:
                words = ngettext("%(n)d person gets a letter.", "%(n)d people get a letter.", count)
                messages.success(request, words % {"n": count})
            return redirect("group_call", slug=inside.page.slug)
    is_way = inside.group.joining == Joining.CALL and not inside.group.is_archived
    return show_desk(
        request, inside, "group_call", "call", desk=desk, form=form, can_open=is_way and not desk.is_open, is_way=is_way
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def new_call(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Open a call. Permission: `can_lead`; a refusal is said in words."""
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": inside.user}
        key = form.cleaned_data["key"]
        done = _("The call is open. It stands on the page of the group.")
        return _done(request, inside, lambda: calls.open_call(key=key, facts=form.facts(), **facts), done)
    return show_desk(request, inside, "group_call", "call-form", form=form, is_new=True)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def edit_call(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Change words and closing date. Permission: `can_lead`; a call that is over is refused in words."""
    call = get_call_for(inside, pk)
    form = CallForm(request.POST if request.method == "POST" else None, call=call, is_answered=call.requests.exists())
    if form.is_bound and form.is_valid():
        facts: dict[str, Any] = {"call_id": pk, "group_id": inside.group.pk, "actor": inside.user}
        return _done(request, inside, lambda: calls.change_call(facts=form.facts(), **facts), _("Saved."))
    return show_desk(request, inside, "group_call", "call-form", form=form, is_new=False)


def _done(request: HttpRequest, inside: Inside, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("group_call", slug=inside.page.slug)
