"""What comes of a meeting: minutes, and actions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.markdown import to_html

from ..forms.actions import ActionFilterForm
from ..forms.meetings import ActionForm, MinutesForm
from ..permissions import can_see_polls
from ..refusals import Refused
from ..selectors import actions, meetings
from ..selectors.actions import actions_url, get_action_for
from ..selectors.doors import Inside
from ..services import minutes as services
from .doors import inside_group
from .meetings import PART, below, meeting_response, refuse, runners, to_meeting

if TYPE_CHECKING:
    from cop.members.models import User

ACTIONS = "#actions"


def _facts(request: HttpRequest, inside: Inside) -> dict[str, Any]:
    return {"group_id": inside.group.pk, "actor": cast("User", request.user)}


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def minutes(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Write, preview, keep and publish the minutes. Permission: `meeting_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        initial={"text": found.minutes, "version": found.minutes_version},
    )
    preview = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "preview" in request.POST:
            preview = mark_safe(to_html(given["text"]))
        else:
            publish = "publish" in request.POST
            try:
                services.write_minutes(meeting_id=found.pk, publish=publish, **given, **_facts(request, inside))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                is_new = publish and found.minutes_at is None
                done = _("The minutes are published; everybody gets a letter.") if is_new else _("Saved.")
                messages.success(request, done)
                return to_meeting(inside, found.pk, "#minutes")
    context = below(inside, _("Minutes"), found, form=form, preview=preview)
    return render(request, "working_groups/meetings/minutes.html", context)


@require_POST
@inside_group(runners, part=PART)
def add_action(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Give somebody something to do. Permission: `meeting_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    form = ActionForm(request.POST, people=meetings.people_of(inside))
    if not form.is_valid():
        return meeting_response(request, inside, found, action_form=form)
    try:
        services.add_action(meeting_id=found.pk, key=form.cleaned_data["key"], **form.facts, **_facts(request, inside))
    except Refused as refusal:
        return refuse(request, inside, refusal, found.pk, ACTIONS)
    messages.success(request, _("The action is entered; whose it is gets a letter."))
    return to_meeting(inside, found.pk, ACTIONS)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def edit_action(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Change an action, or take it away. Permission: `meeting_obstacle`."""
    action = get_action_for(inside, pk)
    meeting = action.meeting
    initial = {"what": action.what, "member": action.member_id, "until": action.until}
    form = ActionForm(
        request.POST if request.method == "POST" and "remove" not in request.POST else None,
        people=meetings.people_of(inside),
        initial=initial,
    )
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                services.remove_action(action_id=action.pk, **_facts(request, inside))
                messages.success(request, _("The action is gone."))
                return to_meeting(inside, meeting.pk, ACTIONS)
            if form.is_valid():
                services.change_action(action_id=action.pk, **form.facts, **_facts(request, inside))
                messages.success(request, _("Saved."))
                return to_meeting(inside, meeting.pk, ACTIONS)
        except Refused as refusal:
            return refuse(request, inside, refusal, meeting.pk, ACTIONS)
    context = below(inside, _("Change action"), meeting, form=form)
    return render(request, "working_groups/meetings/action.html", context)


@require_POST
@inside_group(lambda inside: inside.is_member or inside.can_moderate, part=PART)
def tick_action(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Tick an action off, or open it again, from its meeting or the list of all. Permission: one's own, or
    `meeting_obstacle`."""
    action = get_action_for(inside, pk)
    try:
        services.set_action_done(action_id=action.pk, is_done="open" not in request.POST, **_facts(request, inside))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    if "back" in request.POST:
        return HttpResponseRedirect(_same_list(inside, request.POST))
    return to_meeting(inside, action.meeting_id, ACTIONS)


def _same_list(inside: Inside, given: Mapping[str, str]) -> str:
    """The list of actions, filtered as it was."""
    kept = {name: value[:20] for name in ("who", "state", "page") if (value := str(given.get(name, "")))}
    url = actions_url(inside.page.slug)
    return f"{url}?{urlencode(kept)}" if kept else url


@require_safe
@inside_group(can_see_polls, part=PART)
def group_actions(request: HttpRequest, inside: Inside) -> HttpResponse:
    """All actions of the group. Permission: `can_see_polls`; to tick one off one's own, or `meeting_obstacle`."""
    who, state = request.GET.get("who", ""), request.GET.get("state", "")
    found = actions.group_actions(inside, who=who, state=state, number=request.GET.get("page", "1"))
    form = ActionFilterForm(people=found.people, is_member=inside.is_member, initial={"who": who, "state": state})
    context = below(inside, _("Actions"), found=found, form=form, is_filtered=bool(who or state))
    context["back"] = [("who", who), ("state", state), ("page", found.page.number)]
    return render(request, "working_groups/meetings/actions.html", context)
