"""Reads of the leaders' desk."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_actions
from wagtail.models import ModelLogEntry

from cop.core.dates import date_range

from ..choices import GroupRole, Joining, MembershipState, RequestState, Standing
from ..models import Invitation, JoinRequest, Membership, WorkingGroup
from ..services.memberships import LOG_PREFIX
from .doors import Inside
from .members import member_name

LINES = 50
SHOWN = 100


def desk_parts(inside: Inside, current: str) -> list[dict[str, Any]]:
    """The desk's own pages, for the switch above each. No statement."""
    names = [
        ("group_desk", _("Members")),
        ("group_requests", _("Requests")),
        *([("group_call", _("Call"))] if inside.group.joining == Joining.CALL else []),
        ("group_invitations", _("Invitations")),
        ("group_settings", _("Settings")),
        ("group_statistics", _("Statistics")),
        ("group_history", _("History")),
    ]
    found = [
        {"label": label, "url": reverse(name, args=[inside.page.slug]), "current": name == current}
        for name, label in names
    ]
    if inside.standing == Standing.SECRETARIAT:
        found.append({"label": _("All working groups"), "url": reverse("groups_overview"), "current": False})
    return found


def count_open_requests(inside: Inside) -> int:
    """How many wait for an answer, those to a call apart. One statement."""
    return JoinRequest.objects.filter(group=inside.group.pk, call=None, state=RequestState.OPEN).count()


def banned_members(inside: Inside) -> list[Membership]:
    """Who may not come back. One statement."""
    found = Membership.objects.filter(group=inside.group.pk, state=MembershipState.BANNED)
    return list(found.select_related("member").order_by("member__name", "pk")[:SHOWN])


def get_membership_for(inside: Inside, pk: int) -> Membership:
    """A membership of this group for those who lead it, active or banned; else 404. One statement."""
    found = Membership.objects.filter(
        group=inside.group.pk, pk=pk, state__in=[MembershipState.ACTIVE, MembershipState.BANNED]
    )
    membership = found.select_related("member__profile__organisation").first()
    if membership is None or not inside.can_lead:
        raise Http404
    return membership


def open_requests(inside: Inside) -> list[JoinRequest]:
    """Those that wait, the oldest first; those to a call stand on its page. One statement."""
    found = JoinRequest.objects.filter(group=inside.group.pk, call=None, state=RequestState.OPEN)
    return list(found.select_related("member__profile__organisation").order_by("created_at", "pk")[:SHOWN])


def get_request_for(inside: Inside, pk: int) -> JoinRequest:
    """An open request to this group for those who lead it; else 404. One statement."""
    found = JoinRequest.objects.filter(group=inside.group.pk, pk=pk, state=RequestState.OPEN)
    request = found.select_related("member__profile__organisation", "call").first()
    if request is None or not inside.can_lead:
        raise Http404
    return request


def asked_meta(request: JoinRequest) -> list[str]:
    """The small print of a request: work, and since when it waits."""
    profile = request.member.profile
    organisation = profile.organisation.name if profile.organisation else ""
    return [profile.job_title, organisation, date_range(timezone.localdate(request.created_at))]


def asked_facts(request: JoinRequest) -> list[tuple[str, str]]:
    """What the leaders know of somebody who asks: whoever asks shows them the profile."""
    profile = request.member.profile
    facts = [
        (_("Job title"), profile.job_title),
        (_("Organisation"), profile.organisation.name if profile.organisation else ""),
        (_("Asked"), date_range(timezone.localdate(request.created_at))),
        (_("Changed"), date_range(timezone.localdate(request.changed_at)) if request.changed_at else ""),
    ]
    return [(label, value) for label, value in facts if value]


def invitations_of(inside: Inside, number: str | None) -> Page:
    """Open invitations, newest first: what was used up, withdrawn or has expired is history. Two statements."""
    return Paginator(_open_invitations(inside), LINES).get_page(number)


def _open_invitations(inside: Inside) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(
        group=inside.group.pk, revoked_at=None, uses__lt=F("max_uses"), expires_at__gt=timezone.now()
    )
    return found.order_by("-pk")


def invitation_line(invitation: Invitation) -> dict[str, Any]:
    """An open invitation as a line."""
    until = _("until %(day)s") % {"day": date_range(timezone.localdate(invitation.expires_at))}
    meta = [str(GroupRole(invitation.role).label), until]
    if not invitation.email:
        meta.append(_("used %(uses)d of %(most)d times") % {"uses": invitation.uses, "most": invitation.max_uses})
    return {"pk": invitation.pk, "title": invitation.email or _("Link"), "meta": meta}


def history_page(group: WorkingGroup, number: str | None) -> Page:
    """The group's history, newest first. Two statements."""
    kind = ContentType.objects.get_for_model(WorkingGroup)
    lines = ModelLogEntry.objects.filter(content_type=kind, object_id=str(group.pk), action__startswith=LOG_PREFIX)
    return Paginator(lines.select_related("user").order_by("-timestamp", "-pk"), LINES).get_page(number)


def history_line(entry: ModelLogEntry) -> dict[str, str]:
    """One line of it in words."""
    name, data = entry.action.removeprefix(LOG_PREFIX), entry.data or {}
    about = str(data.get("name") or data.get("title") or (_("A member without a name") if "member" in data else ""))
    details = str(data.get("reason") or "")
    if name == "role":
        details = f"{_role(data.get('before'))} → {_role(data.get('role'))}"
    elif name == "settings":
        named = [*data.get("changed", {}), *data.get("texts", [])]
        names = {field.name: str(field.verbose_name) for field in WorkingGroup._meta.concrete_fields}
        details = ", ".join(names.get(each, each) for each in named)
    elif name == "export":
        details = f"{data.get('count', '')} · {data.get('kind', '')}"
    elif name == "invite":
        details = str(data.get("count", ""))
    by = member_name(entry.user) if entry.user_id and entry.user is not None else ""
    return {
        "when": date_format(timezone.localtime(entry.timestamp), "j M Y, H:i"),
        # Unlike `get_action_label` this looks for the registered actions first, in a process that has just begun.
        "what": str(dict(log_actions.get_choices()).get(entry.action, name)),
        "about": about,
        "details": details,
        "by": "" if by == about else by,
    }


def _role(value: Any) -> str:
    return str(GroupRole(value).label) if value in GroupRole.values else ""
