"""Numbers: of one group for its leaders, of all groups for the secretariat."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..permissions import can_oversee_groups
from ..selectors import desk
from ..selectors.doors import Inside
from ..selectors.frame import frame
from ..selectors.statistics import SHOWN, SORTED, overview, statistics_of
from .desk import PART, desk_door


@require_safe
@desk_door
def desk_statistics(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The group in numbers. Permission: `can_lead`."""
    context = frame(
        inside,
        PART,
        desk_parts=desk.desk_parts(inside, "group_statistics"),
        waiting=desk.count_open_requests(inside),
        shown=statistics_of(inside),
    )
    return render(request, "working_groups/desk/statistics.html", context)


@require_safe
@login_required
@never_cache
def groups_overview(request: HttpRequest) -> HttpResponse:
    """All groups, hidden ones included, quiet ones marked. Permission: `can_oversee_groups`; 404 for everybody else."""
    if not can_oversee_groups(request.user):
        raise Http404
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "")
    context = {
        "rows": overview(show=show, sort=sort),
        "shows": choices_of(SHOWN, "show", show, sort=sort),
        "sorts": choices_of(SORTED, "sort", sort, show=show),
        "is_narrowed": show in SHOWN and show != "",
        "trail": [(_("Home"), "/")],
    }
    return render(request, "working_groups/overview.html", context)


def choices_of(known: Mapping[str, Any], name: str, chosen: str, **others: str) -> list[dict[str, Any]]:
    """Links that choose one of them and keep the other choice."""
    chosen = chosen if chosen in known else ""
    kept = {key: value for key, value in others.items() if value}
    return [
        {
            "label": label,
            "url": f"?{urlencode(kept | ({name: value} if value else {}))}",
            "current": value == chosen,
        }
        for value, (label, _rule) in known.items()
    ]
