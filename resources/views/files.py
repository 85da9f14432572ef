"""Files of resources: to keep, to read slide by slide, and the pictures of their pages."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import page_cache, pictures
from cop.core.files.serving import POLICY, PUBLIC, begins_download, private_storage, serve

from ..limits import is_another, is_reader
from ..selectors.files import get_file_for, get_picture_for
from ..selectors.viewer import viewer_context
from ..services.counting import count_download
from .gone import says_gone


@require_safe
@says_gone
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The present version of a file, to keep. Permission: as for the resource, asked at each request."""
    found = get_file_for(request.user, slug, pk)
    version = found.current
    assert version is not None  # noqa: S101 - the door gives none without
    answer = serve(
        request,
        path=version.path,
        name=version.name,
        content_type=version.content_type,
        etag=f"{version.pk}-{version.size}",
    )
    is_taken = answer.status_code in (200, 206) and begins_download(request)
    if is_taken and is_reader(request) and is_another(request, f"download {found.pk}"):
        count_download(found.resource_id)
    return answer


@require_safe
@says_gone
def slides(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file slide by slide. Permission: as for the resource."""
    file = get_file_for(request.user, slug, pk)
    page_cache.tag(request, f"page:{file.resource_id}", "library")
    page_cache.known_parameters(request, "slide")
    return render(request, "resources/slides.html", viewer_context(file, request.GET.get("slide", "")))


@require_safe
@says_gone
def picture(request: HttpRequest, key: uuid.UUID, number: int, small: bool = False) -> HttpResponseBase:
    """The picture of a page, which we made. Permission: as for the resource; caches may keep what everybody may see."""
    version, is_public = get_picture_for(request.user, key)
    if not 1 <= number <= version.pictures:
        raise Http404
    return serve(
        request,
        path=version.picture_path(number, small=small),
        name=f"{number}.webp",
        content_type="image/webp",
        etag=f"{version.pk}-{number}-{'s' if small else 'l'}",
        inline=True,
        public=is_public,
    )


@require_safe
@says_gone
def shared_picture(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponseBase:
    """The picture of a page for programs that show links: a JPEG that other sites may show, if everybody may see it.
    Permission: as for the resource."""
    version, is_public = get_picture_for(request.user, key)
    if not 1 <= number <= version.pictures:
        raise Http404
    if is_public:
        page_cache.tag(request, f"page:{version.file.resource_id}", "library")
        page_cache.known_parameters(request)
    try:
        with private_storage().open(version.picture_path(number)) as whole:
            content = pictures.as_shared(whole)
    except OSError as error:
        raise Http404 from error
    headers = {
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if is_public else "same-origin",
        "Cache-Control": PUBLIC if is_public else "private, no-store",
    }
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
