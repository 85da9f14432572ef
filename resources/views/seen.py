"""The sign that a page of the library was looked at, which a script of that page sends."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from cop.core.same_origin import from_our_pages_only

from ..limits import is_another, is_reader, may_be_counted
from ..selectors.resources import get_resource_by_number_for
from ..services.counting import count_view


@require_POST
@from_our_pages_only
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Count a view. Permission: as for the resource. The secretariat is not counted, nor machines, nor who comes too
    often or twice at once; none of them is told."""
    resource = get_resource_by_number_for(request.user, number)
    is_new = is_reader(request) and is_another(request, f"view {resource.pk}")
    if is_new and may_be_counted(request, str(resource.pk)):
        count_view(resource.pk)
    return HttpResponse(status=204)
