"""Finding a date: proposing times, answering, choosing."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..forms.date_poll import PollForm
from ..permissions import can_see_polls
from ..refusals import Refused
from ..selectors.date_polls import get_poll_for, poll_page
from ..selectors.doors import Inside
from ..selectors.meetings import poll_url
from ..services import date_polls as services
from .doors import inside_group
from .meetings import PART, below, runners, to_meeting

if TYPE_CHECKING:
    from cop.members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def new_poll(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Propose times. Permission: `meeting_obstacle`."""
    form = PollForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": cast("User", request.user)}
        try:
            made = services.open_poll(key=form.cleaned_data["key"], proposal=form.proposal, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is asked; everybody gets a letter."))
            return HttpResponseRedirect(poll_url(inside.page.slug, made.pk))
    context = below(inside, _("Find a date"), form=form)
    return render(request, "working_groups/meetings/new-poll.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(can_see_polls, part=PART)
def date_poll(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Read what people say, and answer. Permission: `can_see_polls`; to answer `dating_obstacle`."""
    poll = get_poll_for(inside, pk)
    if request.method == "POST":
        try:
            services.answer_poll(
                poll_id=poll.pk,
                group_id=inside.group.pk,
                member=cast("User", request.user),
                choices=_choices(request),
            )
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Thank you. You can change your answer until the poll closes."))
        return redirect(poll_url(inside.page.slug, poll.pk))
    context = below(inside, poll.title, shown=poll_page(inside, poll), poll=poll)
    return render(request, "working_groups/meetings/poll.html", context)


def _choices(request: HttpRequest) -> dict[int, str]:
    """What was ticked: slot-12=yes."""
    found = {}
    for name, value in request.POST.items():
        start, _dash, number = name.partition("-")
        if start == "slot" and number.isdecimal() and len(number) < 19:
            found[int(number)] = str(value)
    return found


@require_POST
@inside_group(runners, part=PART)
def choose_slot(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Make the meeting of one of the times. Permission: `meeting_obstacle`."""
    poll = get_poll_for(inside, pk)
    slot = request.POST.get("slot", "")
    try:
        made = services.choose_slot(
            poll_id=poll.pk,
            group_id=inside.group.pk,
            actor=cast("User", request.user),
            slot_id=int(slot) if slot.isdecimal() and len(slot) < 19 else 0,
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(poll_url(inside.page.slug, poll.pk))
    messages.success(request, _("The meeting is made; everybody in the group is invited by a letter."))
    return to_meeting(inside, made.pk)


@require_POST
@inside_group(runners, part=PART)
def withdraw_poll(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Give the search for a date up. Permission: `meeting_obstacle`."""
    poll = get_poll_for(inside, pk)
    try:
        services.withdraw_poll(poll_id=poll.pk, group_id=inside.group.pk, actor=cast("User", request.user))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The date poll is withdrawn."))
    return redirect(poll_url(inside.page.slug, poll.pk))
