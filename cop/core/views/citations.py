"""Taking a reference along: the sources of a page as BibTeX or RIS."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page

from .. import page_cache
from ..blocks.sources import Sources
from ..citations import FORMATS, Work
from ..fields import BodyField
from ..models import live_pages_visible_to
from ..serving import own, with_own_fields


@require_safe
def citation(request: HttpRequest, page: int, item: Any, form: str) -> HttpResponse:
    """One source of a page that this viewer may read; 404 for everything else."""
    found = with_own_fields(live_pages_visible_to(Page.objects.filter(pk=page), request.user)).first()
    work = source_of(own(found) if found else None, str(item))
    if work is None or form not in FORMATS:
        raise Http404
    page_cache.tag(request, f"page:{page}")
    response = HttpResponse(work.in_format(form), content_type=f"{FORMATS[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{work.key}.{form}"'
    return response


def source_of(page: Page | None, item: str) -> Work | None:
    """The source with this id in any of the page's bodies."""
    for field in page._meta.get_fields() if page is not None else ():
        if isinstance(field, BodyField):
            stream: StreamValue = getattr(page, field.name)
            for block in stream:
                if isinstance(block.block, Sources):
                    for bound in block.value["items"].bound_blocks:
                        if bound.id == item:
                            return bound.value.work
    return None
