"""What a member has asked of groups and waits for, and what they were answered lately: for "my page"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.dates import date_range

from ..choices import RequestState
from ..models import JoinRequest
from ..permissions import groups_known_to
from .calls import closing_words

if TYPE_CHECKING:
    from cop.members.models import User

# An answer stands there as long; then it is history.
ANSWERED = timedelta(days=30)
MOST = 10
BADGES = {RequestState.OPEN: "wait", RequestState.REFUSED: ""}


@dataclass(frozen=True)
class RequestRow:
    """One of my requests: the group, how it stands, and where it can be changed."""

    title: str
    url: str
    meta: list[str]
    badge: tuple[str, str]
    edit_url: str


def requests_of(member: "User", *, now: datetime | None = None) -> list[RequestRow]:
    """Requests and expressions of interest that wait, and those declined lately; the newest first. One statement.

    Whoever was accepted finds the group among their own. Of groups that one can no longer know of nothing is said.
    """
    now = now or timezone.now()
    lately = Q(state=RequestState.REFUSED, decided_at__gt=now - ANSWERED)
    found = JoinRequest.objects.filter(
        Q(state=RequestState.OPEN) | lately, member=member, group__in=groups_known_to(member)
    )
    rows = found.select_related("group__page", "call").defer("group__page__body", "call__text", "call__text_html")
    return [_row(each, now) for each in rows.order_by("-created_at", "-pk")[:MOST]]


def _row(request: JoinRequest, now: datetime) -> RequestRow:
    slug, call = request.group.page.slug, request.call
    is_open = request.state == RequestState.OPEN
    if not is_open:
        label = _("Declined") if call else _("Refused")
    elif call is not None and call.is_open(now):
        label = _("Call open")
    else:
        label = _("Waiting for the leaders")
    day = request.changed_at or request.created_at
    sent = _("changed %(day)s") if request.changed_at else _("sent %(day)s")
    meta = [_("Expression of interest") if call else _("Request to join"), call.title if call else ""]
    meta.append(sent % {"day": date_range(timezone.localdate(day))})
    if is_open and call is not None:
        meta.append(_("call until %(moment)s") % {"moment": closing_words(call.closes_at)})
    may_change = is_open and call is not None and call.is_open(now)
    return RequestRow(
        title=request.group.page.title,
        url=reverse("group", args=[slug]),
        meta=[words for words in meta if words],
        badge=(label, BADGES.get(RequestState(request.state), "")),
        edit_url=reverse("group_interest", args=[slug]) if may_change else "",
    )
