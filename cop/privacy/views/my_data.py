"""A member's own data: ask for it, see how far it is, fetch it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import personal_data
from ..models import ExportState
from ..models.exports import UNDER_WAY
from ..recent import recent_proof_required
from ..refusals import PrivacyRefused
from ..selectors import rights
from ..services import exporting

# While the worker is at it, the page looks again by itself.
REFRESH_SECONDS = 5


@require_http_methods(["GET", "HEAD", "POST"])
@recent_proof_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What is in the file, and how far it is. Permission: the member, who has just proved to be it."""
    if request.method == "POST":
        try:
            exporting.ask_for_export(member=request.user)
            messages.success(request, _("We put your data together. You get a letter when it is ready."))
        except PrivacyRefused as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("my_data"))
    export = rights.latest_export(request.user)
    under_way = export is not None and export.state in UNDER_WAY
    ready = export is not None and export.state == ExportState.READY and not _is_over(export)
    response = render(
        request,
        "privacy/my_data.html",
        {
            "export": export,
            "under_way": under_way,
            "ready": ready,
            "failed": export is not None and export.state == ExportState.FAILED,
            "chapters": [chapter.title for chapter in personal_data.chapters()],
        },
    )
    if under_way:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_safe
@recent_proof_required
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file. Permission: the member whose data it is, who has just proved to be it; for others it does not exist."""
    export = rights.get_export_for(request.user, key)
    if _is_over(export):
        raise Http404(_("The days of this file are over. You can ask for a new one."))
    try:
        content = exporting.open_file(export)
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"my-data-{timezone.localtime(export.ready_at):%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_over(export: exporting.DataExport) -> bool:
    return export.expires_at is None or export.expires_at <= timezone.now()
