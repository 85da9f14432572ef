"""The leaders' desk: members, requests, invitations, settings, history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.notifications.links import absolute

from ..choices import MembershipState, Standing
from ..forms import desk as forms
from ..forms.calls import ScoreForm
from ..limits import allowed
from ..models import Membership
from ..permissions import deciding_obstacle
from ..refusals import Refused
from ..selectors import desk
from ..selectors.calls import closing_words, scores_of
from ..selectors.doors import Inside
from ..selectors.frame import frame, who_sees_what
from ..selectors.members import line, member_name, members_page
from ..services import invitations, members, requests, settings
from ..services.calls import score_interest
from .doors import inside_group

PART = "group_desk"
# Where the token of a new link waits for the page after the redirect, the only one that shows it.
NEW_LINK = "working_groups_new_link"


def leaders(inside: Inside) -> bool:
    """Those who lead the group, and the secretariat."""
    return inside.can_lead


desk_door = inside_group(leaders, part=PART)


def show_desk(
    request: HttpRequest, inside: Inside, current: str, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    """One page of the desk. One statement: how many requests wait."""
    waiting = desk.count_open_requests(inside)
    context = frame(inside, PART, desk_parts=desk.desk_parts(inside, current), waiting=waiting, **more)
    return render(request, f"working_groups/desk/{template}.html", context, status=status)


def _back(inside: Inside, name: str) -> HttpResponse:
    return redirect(name, slug=inside.page.slug)


def _try(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, done)
    return True


# Members ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def desk_members(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Everybody who belongs, and who is banned; the secretariat appoints. Permission: `can_lead`."""
    is_secretariat = inside.standing == Standing.SECRETARIAT
    form = forms.AppointForm(request.POST if request.method == "POST" and is_secretariat else None)
    if form.is_bound and form.is_valid():
        try:
            members.appoint(group_id=inside.group.pk, actor=inside.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Done; they get a letter."))
            return _back(inside, "group_desk")
    page = members_page(inside, request.GET.get("page"))
    return show_desk(
        request,
        inside,
        "group_desk",
        "members",
        page_of=page,
        lines=[line(each, inside) for each in page],
        count=page.paginator.count,
        banned=[{"pk": each.pk, "name": member_name(each.member)} for each in desk.banned_members(inside)],
        form=form if is_secretariat else None,
    )


@require_safe
@desk_door
def desk_member(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """One member and what can be done. Permission: `can_lead`."""
    return _member_page(request, inside, desk.get_membership_for(inside, pk))


def _member_page(
    request: HttpRequest, inside: Inside, found: Membership, status: int = 200, **bound: Form
) -> HttpResponse:
    return show_desk(
        request,
        inside,
        "group_desk",
        "member",
        status=status,
        membership=found,
        name=member_name(found.member),
        line=line(found, inside),
        is_banned=found.state == MembershipState.BANNED,
        is_me=found.member_id == inside.user.pk,
        role_form=forms.RoleForm(initial={"role": found.role}, prefix="role"),
        reason_form=bound.get("reason_form") or forms.ReasonForm(prefix="out"),
    )


@require_POST
@desk_door
def desk_member_act(request: HttpRequest, inside: Inside, pk: int, act: str) -> HttpResponse:
    """Change the role, hand over, remove, ban, lift a ban. Permission: `can_lead`; a refusal is said in words."""
    found = desk.get_membership_for(inside, pk)
    who = {"name": member_name(found.member)}
    facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": inside.user}
    match act:
        case "role":
            form: Form = forms.RoleForm(request.POST, prefix="role")
            if not form.is_valid():
                raise Http404
            role = form.cleaned_data["role"]
            _try(request, lambda: members.give_role(member=found.member, role=role, **facts), _("The role is changed."))
        case "hand-over":
            if _try(
                request, lambda: members.hand_over(to=found.member, **facts), _("%(name)s leads the group now.") % who
            ):
                return redirect("group", slug=inside.page.slug)
        case "out":
            form = forms.ReasonForm(request.POST, prefix="out")
            if not form.is_valid():
                return _member_page(request, inside, found, status=400, reason_form=form)
            put_out = members.ban_member if "ban" in request.POST else members.remove_member
            reason = form.cleaned_data["reason"]
            done = _("%(name)s is no longer a member and gets a letter.") % who
            if _try(request, lambda: put_out(member=found.member, reason=reason, **facts), done):
                return _back(inside, "group_desk")
        case "lift":
            _try(request, lambda: members.lift_ban(member=found.member, **facts), _("%(name)s may join again.") % who)
            return _back(inside, "group_desk")
        case _:
            raise Http404
    return redirect("group_desk_member", slug=inside.page.slug, pk=pk)


# Requests -----------------------------------------------------------------------------------------------------


@require_safe
@desk_door
def desk_requests(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Who asks to join. Permission: `can_lead`."""
    found = [
        {"request": each, "name": member_name(each.member), "meta": desk.asked_meta(each)}
        for each in desk.open_requests(inside)
    ]
    return show_desk(request, inside, "group_requests", "requests", requests=found)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def desk_request(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """One request, and the answer to it. Permission: `can_lead`; one that is decided is gone."""
    found = desk.get_request_for(inside, pk)
    facts: dict[str, Any] = {"request_id": pk, "group_id": inside.group.pk, "actor": inside.user}
    accept, refuse = forms.AcceptForm(prefix="yes"), forms.ReasonForm(prefix="no")
    part = "group_requests" if found.call_id is None else "group_call"
    scores = scores_of(inside, found) if found.call_id is not None else None
    given = scores.own if scores else None
    score = ScoreForm(prefix="score", initial={"score": given.score, "note": given.note} if given else None)
    if request.method == "POST":
        if "score" in request.POST:
            score = ScoreForm(request.POST, prefix="score")
            if score.is_valid():
                _try(request, lambda: score_interest(**score.cleaned_data, **facts), _("Your score is saved."))
                return redirect("group_request", slug=inside.page.slug, pk=pk)
        elif "accept" in request.POST:
            accept = forms.AcceptForm(request.POST, prefix="yes")
            if accept.is_valid():
                role = accept.cleaned_data["role"]
                _try(request, lambda: requests.accept_request(role=role, **facts), _("Accepted; they get a letter."))
                return _back(inside, part)
        else:
            refuse = forms.ReasonForm(request.POST, prefix="no")
            if refuse.is_valid():
                reason = refuse.cleaned_data["reason"]
                _try(request, lambda: requests.refuse_request(reason=reason, **facts), _("Refused; they get a letter."))
                return _back(inside, part)
    return show_desk(
        request,
        inside,
        part,
        "request",
        found=found,
        scores=scores,
        score_form=score,
        waits=deciding_obstacle(found) is not None,
        closes=closing_words(found.call.closes_at) if found.call else "",
        name=member_name(found.member),
        about=desk.asked_facts(found),
        accept_form=accept,
        refuse_form=refuse,
    )


# Invitations --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def desk_invitations(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Invite addresses, make a link, see what is open. Permission: `can_lead`."""
    facts: dict[str, Any] = {"group_id": inside.group.pk, "actor": inside.user}
    invite, link = forms.InviteForm(prefix="invite"), forms.LinkForm(prefix="link")
    if request.method == "POST":
        if not allowed(request, "invite"):
            messages.warning(request, _("That was very often in a short time. Please wait a while."))
            return _back(inside, "group_invitations")
        if "link" in request.POST:
            link = forms.LinkForm(request.POST, prefix="link")
            if link.is_valid() and _make_link(request, link, facts):
                return _back(inside, "group_invitations")
        else:
            invite = forms.InviteForm(request.POST, request.FILES, prefix="invite")
            if invite.is_valid() and _invite(request, invite, facts):
                return _back(inside, "group_invitations")
    page = desk.invitations_of(inside, request.GET.get("page"))
    token = request.session.pop(NEW_LINK, "")
    return show_desk(
        request,
        inside,
        "group_invitations",
        "invitations",
        invite_form=invite,
        link_form=link,
        page_of=page,
        lines=[desk.invitation_line(each) for each in page],
        new_link=absolute(reverse("group_invitation", args=[token])) if token else "",
    )


def _invite(request: HttpRequest, form: forms.InviteForm, facts: dict[str, Any]) -> bool:
    emails, role = form.cleaned_data["emails"], form.cleaned_data["role"]
    try:
        count = invitations.invite(emails=emails, role=role, **facts)
    except Refused as refusal:
        form.add_error("addresses", str(refusal))
        return False
    words = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", count) % {"n": count}
    messages.success(request, words)
    return True


def _make_link(request: HttpRequest, form: forms.LinkForm, facts: dict[str, Any]) -> bool:
    try:
        _invitation, token = invitations.make_link(**form.cleaned_data, **facts)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    request.session[NEW_LINK] = token
    return True


@require_POST
@desk_door
def desk_revoke(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Withdraw an invitation. Permission: `can_lead`; what is not this group's stays."""

    def revoke() -> None:
        invitations.revoke_invitation(invitation_id=pk, group_id=inside.group.pk, actor=inside.user)  # type: ignore[arg-type]

    _try(request, revoke, _("The invitation is withdrawn."))
    return _back(inside, "group_invitations")


# Settings, archive, history -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def desk_settings(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Who sees what, how one joins, welcome and rules. Permission: `can_lead`; nothing changes in an archived group."""
    group = inside.group
    names = (*settings.SHORT, *settings.LONG)
    initial = {name: getattr(group, name) for name in names} | {"questions": "\n".join(group.questions)}
    form = forms.SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        done = _("Saved. Members get a letter where it concerns them.")
        act = settings.change_settings
        _try(request, lambda: act(group_id=group.pk, actor=inside.user, **form.cleaned_data), done)  # type: ignore[arg-type]
        return _back(inside, "group_settings")
    return show_desk(request, inside, "group_settings", "settings", form=form, who_sees_what=who_sees_what(inside))


@require_POST
@desk_door
def desk_archive(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Make the group read-only, or open it again. Permission: `can_lead`."""
    act, done = (settings.reopen, _("The group is open again.")) if "reopen" in request.POST else (
        settings.archive, _("The group is archived."),
    )  # fmt: skip
    _try(request, lambda: act(group_id=inside.group.pk, actor=inside.user), done)  # type: ignore[arg-type]
    return _back(inside, "group_settings")


@require_safe
@desk_door
def desk_history(request: HttpRequest, inside: Inside) -> HttpResponse:
    """What happened in the group. Permission: `can_lead`."""
    page = desk.history_page(inside.group, request.GET.get("page"))
    lines = [desk.history_line(entry) for entry in page]
    return show_desk(request, inside, "group_history", "history", page_of=page, lines=lines)
