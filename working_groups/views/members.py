"""The members of a group, for those who may see them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..selectors.doors import Inside
from ..selectors.frame import frame
from ..selectors.members import line, members_page
from .doors import inside_group


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
