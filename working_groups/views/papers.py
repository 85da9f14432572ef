"""The documents of a meeting: choosing them from the group's, uploading new ones, taking them out."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cop.search import words as typed_words

from ..forms.documents import UploadForm
from ..models import Meeting
from ..permissions import sharing_obstacle
from ..refusals import Refused
from ..selectors import papers
from ..selectors.documents import folder_choices
from ..selectors.doors import LARGEST, Inside
from ..selectors.frame import WHO_READS
from ..selectors.meetings import get_meeting_for
from ..selectors.telling import will_be_told
from ..services.documents import Kept
from ..services.papers import add_papers, remove_paper
from .documents import share_all
from .doors import inside_group
from .meetings import PART, below, runners, to_meeting

if TYPE_CHECKING:
    from cop.members.models import User

PAPERS = "#papers"


def _facts(request: HttpRequest, inside: Inside, meeting: Meeting) -> dict[str, Any]:
    return {"meeting_id": meeting.pk, "group_id": inside.group.pk, "actor": cast("User", request.user)}


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def meeting_papers(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Choose documents of the group for a meeting. Permission: `meeting_obstacle`."""
    found = get_meeting_for(inside, pk)
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("document") if each.isdecimal() and len(each) < 19]
        try:
            number = add_papers(document_ids=chosen, **_facts(request, inside, found))
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(_address(inside, found))
        if not number:
            messages.warning(request, _("Tick the documents first."))
            return HttpResponseRedirect(_address(inside, found))
        _say(request, number)
        return to_meeting(inside, found.pk, PAPERS)
    return _page(request, inside, found, UploadForm(folders=folder_choices(inside)))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(runners, part=PART)
def upload_papers(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Share new documents and put them with the meeting. Permission: `meeting_obstacle` and `sharing_obstacle`.

    The script sends them one by one and reads the answer as JSON; without it they come together.
    """
    found = get_meeting_for(inside, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(inside, found))
    is_script = request.headers.get("X-Requested-With") == "upload"
    if reason := sharing_obstacle(inside):
        if is_script:
            return JsonResponse({"problem": str(reason.label)}, status=403)
        messages.warning(request, str(reason.label))
        return HttpResponseRedirect(_address(inside, found))
    form = UploadForm(request.POST, request.FILES, folders=folder_choices(inside))
    kept = Kept()
    if form.is_valid():
        kept = share_all(request, inside, form.cleaned_data)
        problem = _put(request, inside, found, kept)
        if is_script:
            return JsonResponse({"problem": problem or (kept.refused[0][1] if kept.refused else "")})
        if problem:
            form.add_error(None, problem)
        elif not kept.refused:
            _say(request, len(kept.versions))
            return to_meeting(inside, found.pk, PAPERS)
        for name, words in kept.refused:
            form.add_error("files", _("%(name)s: %(problem)s") % {"name": name, "problem": words})
        # What was taken is taken; the others come with a form of their own.
        form.data = form.data.copy()
        form.data["batch"] = str(uuid.uuid4())
    elif is_script:
        problem = next((str(each) for errors in form.errors.values() for each in errors), "")
        return JsonResponse({"problem": problem}, status=400)
    return _page(request, inside, found, form, kept)


@require_POST
@inside_group(runners, part=PART)
def remove_meeting_paper(request: HttpRequest, inside: Inside, pk: int, document: int) -> HttpResponse:
    """Take a document out of a meeting; it stays among those of the group. Permission: `meeting_obstacle`."""
    found = get_meeting_for(inside, pk)
    try:
        if remove_paper(document_id=min(document, LARGEST), **_facts(request, inside, found)):
            messages.success(
                request, _("The document does not belong to the meeting any more. The group still has it.")
            )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return HttpResponseRedirect(_address(inside, found))


def _put(request: HttpRequest, inside: Inside, meeting: Meeting, kept: Kept) -> str:
    """Documents that were shared belong to the meeting; why not, in words, or nothing."""
    try:
        add_papers(document_ids=[each.document_id for each in kept.versions], **_facts(request, inside, meeting))
    except Refused as refusal:
        return str(refusal)
    return ""


def _page(
    request: HttpRequest, inside: Inside, meeting: Meeting, form: UploadForm, kept: Kept | None = None
) -> HttpResponse:
    words = typed_words.typed(request.GET.get("q", ""))
    context = below(
        inside,
        _("Documents of the meeting"),
        meeting,
        form=form,
        kept=kept,
        words=words,
        papers=papers.papers_of(inside, meeting),
        offered=papers.documents_to_choose(inside, meeting, words),
        can_share=sharing_obstacle(inside) is None,
        told=will_be_told(inside.group, None, cast("User", request.user)),
        who_reads=WHO_READS[inside.group.visibility],
    )
    return render(request, "working_groups/meetings/papers.html", context, status=400 if form.errors else 200)


def _address(inside: Inside, meeting: Meeting) -> str:
    return reverse("meeting_papers", args=[inside.page.slug, meeting.pk])


def _say(request: HttpRequest, number: int) -> None:
    words = ngettext("%(n)d document belongs to the meeting now.", "%(n)d documents belong to the meeting now.", number)
    messages.success(request, words % {"n": number})
