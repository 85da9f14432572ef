"""The members of a group, for those who may see them; as a sheet for its leaders."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cop.core.sheets import send

from ..exports import member_rows
from ..refusals import Refused
from ..selectors.doors import Inside
from ..selectors.frame import frame
from ..selectors.members import line, members_page
from ..services.exporting import KINDS, note_member_export
from .desk import desk_door
from .doors import inside_group

if TYPE_CHECKING:
    from cop.members.models import User


def _may_see_members(inside: Inside) -> bool:
    return inside.can_see_members


@require_safe
@inside_group(_may_see_members, part="group_members")
def group_members(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Who belongs to the group. Permission: `can_see_members`."""
    page = members_page(inside, request.GET.get("page"))
    response = render(
        request,
        "working_groups/members.html",
        frame(
            inside,
            "group_members",
            page_of=page,
            lines=[line(each, inside) for each in page],
            count=page.paginator.count,
        ),
    )
    # Members are shown to people, not to search engines.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@desk_door
def export_members(request: HttpRequest, inside: Inside) -> HttpResponseBase:
    """The list of members as a sheet, and a line in the history that says so. Permission: `can_lead`."""
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        return redirect("group_desk", slug=inside.page.slug)
    try:
        note_member_export(group=inside.group, actor=cast("User", inside.user), kind=kind)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("group_desk", slug=inside.page.slug)
    name = f"{inside.page.slug}-members-{timezone.localdate():%Y-%m-%d}.{kind}"
    return send(member_rows(inside), kind, name, _("Members"))
