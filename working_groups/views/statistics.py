"""Numbers: of one group for its leaders, of all groups for the secretariat."""

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
from ..selectors.statistics import overview, statistics_of
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


@login_required
@never_cache
@require_safe
def groups_overview(request: HttpRequest) -> HttpResponse:
    """All groups, hidden ones included, quiet ones marked. Permission: `can_oversee_groups`; 404 for everybody else."""
    if not can_oversee_groups(request.user):
        raise Http404
    context = {"rows": overview(), "trail": [(_("Home"), "/")]}
    return render(request, "working_groups/overview.html", context)
