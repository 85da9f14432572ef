"""What comes of a meeting: minutes, and actions."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.markdown import to_html

from ..forms.meetings import ActionForm, MinutesForm
from ..refusals import Refused
from ..selectors import meetings
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
    action = meetings.get_action_for(inside, pk)
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
    """Tick an action off, or open it again. Permission: one's own, or `meeting_obstacle`."""
    action = meetings.get_action_for(inside, pk)
    try:
        services.set_action_done(action_id=action.pk, is_done="open" not in request.POST, **_facts(request, inside))
    except Refused as refusal:
        return refuse(request, inside, refusal, action.meeting_id, ACTIONS)
    return to_meeting(inside, action.meeting_id, ACTIONS)
