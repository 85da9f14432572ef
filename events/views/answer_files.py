"""Files given as answers, handed out to those who may see the registration."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ..models import AnswerFile
from ..permissions import registrations_visible_to


@require_safe
def answer_file(request: HttpRequest, pk: int) -> FileResponse:
    """One file. Permission: its member and event managers; for everybody else it does not exist."""
    row = AnswerFile.objects.filter(pk=pk, registration__in=registrations_visible_to(request.user)).first()
    if row is None:
        raise Http404
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    # Whatever is in it, a browser must neither show nor run it as a page of ours.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
