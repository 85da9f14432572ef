"""The door that an invitation opens."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cop.core.markdown import to_html

from ..choices import GroupRole, Joining
from ..limits import allowed
from ..models import Invitation
from ..permissions import joining_obstacle
from ..refusals import Reason, Refused
from ..selectors.invitations import get_invitation_by, veiled
from ..services.invitations import accept_invitation, invitation_obstacle
from .joining import after_joining


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation, and accepting it. Permission: whoever holds the link; accepting is for members of the site.

    Whoever guesses reads the same as for a link that never was.
    """
    if not allowed(request, "invitation"):
        return _face(
            request, None, title=_("Please wait a while"), text=_("That was very often in a short time."), status=429
        )
    invitation = get_invitation_by(token)
    if not request.user.is_authenticated:
        if not invitation.is_open(timezone.now()):
            return _over(request, invitation, Reason.INVITATION_OVER)
        back = urlencode({"next": request.get_full_path()})
        return _face(
            request,
            invitation,
            sign_in_url=f"{reverse('account_login')}?{back}",
            sign_up_url=f"{reverse('account_signup')}?{back}",
        )
    if request.method == "POST":
        try:
            membership = accept_invitation(invitation_id=invitation.pk, member=request.user)
        except Refused as refusal:
            return _over(request, invitation, refusal.reason)
        messages.success(request, _("You are a member of %(group)s now.") % {"group": invitation.group})
        return after_joining(invitation.group.page.slug, membership)
    if reason := _obstacle(request, invitation):
        return _over(request, invitation, reason)
    rules = to_html(invitation.group.rules) if invitation.group.rules else ""
    return _face(request, invitation, can_accept=True, rules=rules)


def _obstacle(request: HttpRequest, invitation: Invitation) -> Reason | None:
    own = invitation.group.memberships.filter(member=request.user.pk).first()
    # A member reads that they are one, whatever has become of the invitation.
    # An invitation lets in whatever the usual way is.
    reason = joining_obstacle(invitation.group, own, Joining(invitation.group.joining))
    return reason or invitation_obstacle(invitation, member=request.user, now=timezone.now())  # type: ignore[arg-type]


def _over(request: HttpRequest, invitation: Invitation, reason: Reason) -> HttpResponse:
    text = str(reason.label)
    if reason == Reason.INVITATION_OTHER:
        text = _("It was sent to %(address)s. Sign in with that address, or add it to your account and confirm it.") % {
            "address": veiled(invitation.email)
        }
    titles = {
        Reason.ALREADY: _("You are a member already"),
        Reason.INVITATION_OTHER: _("This invitation is for another address"),
        Reason.INVITATION_OVER: _("This invitation is over"),
    }
    group_url = reverse("group", args=[invitation.group.page.slug]) if reason == Reason.ALREADY else ""
    return _face(
        request,
        invitation,
        title=titles.get(reason, _("You cannot join with this invitation")),
        text=text,
        group_url=group_url,
        status=200 if reason == Reason.ALREADY else 410 if reason == Reason.INVITATION_OVER else 403,
    )


def _face(
    request: HttpRequest,
    invitation: Invitation | None,
    *,
    title: str = "",
    text: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    # What has ended or is for somebody else names no group.
    shows_group = invitation is not None and not title
    response = render(
        request,
        "working_groups/invitation.html",
        {
            "title": title or _("Invitation to %(group)s") % {"group": invitation.group if invitation else ""},
            "text": text,
            "group": invitation.group if shows_group and invitation else None,
            "role": str(GroupRole(invitation.role).label) if shows_group and invitation else "",
            **more,
        },
        status=status,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
