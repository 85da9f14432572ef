"""The meetings of a group: list, page, making and changing them, who comes."""

import re
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core import page_cache
from cop.search import words as typed_words
from events import ical
from events.views.calendars import calendar_response

from ..forms.meetings import ActionForm, CancelForm, MeetingForm
from ..models import Meeting
from ..refusals import Refused
from ..selectors import meetings
from ..selectors.doors import Inside
from ..selectors.frame import frame, trail, what_i_am
from ..selectors.group_finding import found_elsewhere
from ..selectors.meeting_calendars import item
from ..selectors.my_meetings import meeting_url
from ..services.attending import answer_meeting, record_attendance
from ..services.counting import count_reader
from ..services.meetings import cancel_meeting, change_meeting, make_meeting
from .doors import inside_group, is_looked_at, members_of_the_site, readers

if TYPE_CHECKING:
    from cop.members.models import User

PART = "group_meetings"
NUMBER = re.compile("[0-9]{1,12}")


def runners(inside: Inside) -> bool:
    """Leaders and rapporteurs, and the secretariat."""
    return inside.can_moderate


def below(inside: Inside, here: str, meeting: Meeting | None = None, **more: Any) -> dict[str, Any]:
    """The context of a page below the list of meetings, and below a meeting."""
    context = frame(inside, PART, what_i_am=what_i_am(inside), **more)
    list_url = next(part["url"] for part in context["parts"] if part["current"])
    context["trail"] = [*trail(inside, below=True), (_("Meetings"), list_url)]
    if meeting is not None:
        context["trail"].append((meeting.title, meeting_url(inside.page.slug, meeting.pk)))
        context["meeting"] = meeting
    context["here"] = here
    return context


def to_meeting(inside: Inside, pk: int, anchor: str = "") -> HttpResponse:
    """Back to the page of a meeting."""
    return HttpResponseRedirect(f"{meeting_url(inside.page.slug, pk)}{anchor}")


@require_safe
@inside_group(readers, part=PART)
def meeting_list(request: HttpRequest, inside: Inside) -> HttpResponse:
    """What comes and what has been. Permission: `can_read`; members' meetings `can_see_meeting`."""
    words = typed_words.typed(request.GET.get("q", ""))
    found = meetings.meeting_list(inside, request.GET.get("page", "1"), words)
    context = frame(inside, PART, found=found, here=_("Meetings"), what_i_am=what_i_am(inside))
    context["elsewhere"] = found_elsewhere(inside, PART, words)
    return render(request, "working_groups/meetings/list.html", context)


@require_safe
@inside_group(readers, part=PART)
def meeting(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """One meeting. Permission: `can_see_meeting`."""
    if is_looked_at(request):
        count_reader(inside)
    return meeting_response(request, inside, meetings.get_meeting_for(inside, pk))


def meeting_response(
    request: HttpRequest, inside: Inside, found: Meeting, *, action_form: ActionForm | None = None
) -> HttpResponse:
    """The page of a meeting; with the form of a new action for those who run it."""
    shown = meetings.meeting_page(inside, found)
    if shown.can_run and shown.has_begun and not found.is_cancelled:
        action_form = action_form or ActionForm(people=meetings.people_of(inside))
    context = below(inside, found.title, shown=shown, action_form=action_form)
    context["meeting"] = found
    return render(request, "working_groups/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def new_meeting(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Invite the group. Permission: `meeting_obstacle`."""
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": cast("User", request.user)}
        try:
            made = make_meeting(key=form.cleaned_data["key"], facts=form.facts, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is invited; everybody gets a letter."))
            return to_meeting(inside, made.pk)
    context = below(inside, _("New meeting"), form=form, send_label=_("Invite the group"))
    return render(request, "working_groups/meetings/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def edit_meeting(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Change a meeting. Permission: `meeting_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=MeetingForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(
                meeting_id=found.pk,
                group_id=inside.group.pk,
                actor=cast("User", request.user),
                facts=form.facts,
                sequence=form.cleaned_data["sequence"] or 0,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Whoever has not declined gets a letter."))
            return to_meeting(inside, found.pk)
    context = below(inside, _("Change meeting"), found, form=form, send_label=_("Save and tell the group"))
    return render(request, "working_groups/meetings/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def cancel(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Call a meeting off. Permission: `meeting_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": cast("User", request.user)}
        try:
            cancel_meeting(meeting_id=found.pk, reason=form.cleaned_data["reason"], **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is cancelled. Whoever has not declined gets a letter."))
            return to_meeting(inside, found.pk)
    context = below(inside, _("Cancel meeting"), found, form=form)
    return render(request, "working_groups/meetings/cancel.html", context)


@require_POST
@inside_group(members_of_the_site, part=PART)
def answer(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Say whether one comes. Permission: `attending_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    comes = request.POST.get("comes") == "yes"
    read = request.POST.get("starts_at", "")
    facts: dict[str, Any] = {"group_id": inside.group.pk, "member": cast("User", request.user), "comes": comes}
    try:
        answer_meeting(meeting_id=found.pk, starts_at=int(read) if NUMBER.fullmatch(read) else None, **facts)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Noted: you come.") if comes else _("Noted: you do not come."))
    return to_meeting(inside, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def attendance(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Record who was there. Permission: `meeting_obstacle`."""
    found = meetings.get_meeting_for(inside, pk)
    if request.method == "POST":
        present = {int(each) for each in request.POST.getlist("present") if each.isdecimal() and len(each) < 19}
        facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": cast("User", request.user)}
        try:
            number = record_attendance(meeting_id=found.pk, present=present, **facts)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Recorded: %(n)d were there.") % {"n": number})
        return to_meeting(inside, found.pk)
    context = below(inside, _("Who was there"), found, people=meetings.expected_at(inside, found))
    return render(request, "working_groups/meetings/attendance.html", context)


@require_safe
@inside_group(readers, part=PART)
def meeting_ics(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """One meeting as a file. Permission: `can_see_meeting`; the link stands in it for those who come."""
    page_cache.never(request)
    found = meetings.get_meeting_for(inside, pk)
    own = None
    if request.user.is_authenticated:
        own = found.attendances.filter(member=request.user.pk).first()
    entry = item(found, attendance=own, is_own=request.user.is_authenticated)
    return calendar_response(request, ical.calendar_of([entry], name=found.title), f"meeting-{found.pk}.ics")


def refuse(request: HttpRequest, inside: Inside, refusal: Refused, pk: int, anchor: str = "") -> HttpResponse:
    """Say why not, on the page of the meeting."""
    messages.warning(request, str(refusal))
    return redirect(f"{meeting_url(inside.page.slug, pk)}{anchor}")
