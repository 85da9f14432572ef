"""The calendars of a group: the public one, and a member's own at a secret address."""

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import page_cache
from events import ical
from events.views.calendars import calendar_response

from .. import limits
from ..selectors.doors import Inside
from ..selectors.meeting_calendars import calendar_of_member, inside_by_token, of_group, of_member_in
from ..services.group_calendars import renew_group_calendar, revoke_group_calendar
from .doors import inside_group, readers
from .meetings import PART, below

if TYPE_CHECKING:
    from cop.members.models import User

KEPT = timedelta(days=365)


@require_safe
@inside_group(readers, part=PART)
def group_calendar(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The open meetings of the group, to subscribe to. Permission: `can_read`; nothing private, calendars are passed
    on: members find theirs at an address of their own."""
    page_cache.never(request)
    entries = of_group(inside, timezone.now() - KEPT)
    content = ical.calendar_of(entries, name=inside.page.title, refresh=True)
    return calendar_response(request, content, ical.file_name(inside.page.slug), download=False)


@require_safe
def group_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A member's calendar of one group. Permission: whoever knows the secret address, as long as it, the account and
    the membership stand."""
    page_cache.never(request)
    inside = inside_by_token(token)
    entries = of_member_in(inside, timezone.now() - KEPT)
    content = ical.calendar_of(entries, name=inside.page.title, refresh=True)
    response = calendar_response(request, content, ical.file_name(inside.page.slug), download=False)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(lambda inside: inside.is_member and inside.can_read, part=PART)
def my_group_calendar(request: HttpRequest, inside: Inside) -> HttpResponse:
    """How to subscribe to one's own calendar of the group; make, renew, revoke its address. Permission: belongs to the
    group; one's own."""
    if request.method == "POST":
        facts = {"group_id": inside.group.pk, "member": cast("User", request.user)}
        if not limits.allowed(request, "calendar"):
            messages.error(request, _("That was too often. Please wait ten minutes, then try again."))
        elif request.POST.get("act") == "revoke":
            if revoke_group_calendar(**facts):
                messages.success(request, _("Your address of this calendar no longer works."))
        else:
            renew_group_calendar(**facts)
            messages.success(
                request, _("The calendar has a new address for you. Any address before it no longer works.")
            )
        return redirect("my_group_calendar", inside.page.slug)
    calendar = calendar_of_member(inside)
    path = reverse("group_feed", args=[calendar.token]) if calendar else ""
    address = f"{settings.SITE_URL}{path}" if calendar else ""
    context = below(
        inside,
        _("Calendar of the group"),
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}" if calendar else "",
    )
    return render(request, "working_groups/meetings/calendar.html", context)
