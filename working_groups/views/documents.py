"""The documents of a group: list by folder, uploading, folders, what was deleted, a folder as a ZIP file."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.files.serving import begins_download, serve
from cop.core.stored.archives import UNDER_WAY
from cop.core.stored.choices import ArchiveState
from cop.search.query import typed

from ..forms.documents import FolderForm, UploadForm
from ..models import Document, Folder
from ..permissions import sharing_obstacle
from ..refusals import Refused
from ..selectors.document_doors import folder_url, get_archive_for, get_document_for, get_folder_for
from ..selectors.documents import document_list, folder_choices, trash_of
from ..selectors.doors import Inside
from ..selectors.frame import WHO_READS, frame, trail, what_i_am
from ..selectors.group_finding import found_elsewhere
from ..selectors.telling import will_be_told
from ..services.archives import ask_for_archive
from ..services.counting import count_download, count_reader
from ..services.document_changes import untrash_document
from ..services.documents import Kept, Told, checked, share
from ..services.folders import make_folder, remove_folder, rename_folder
from .doors import inside_group, is_looked_at, members_of_the_site, readers

if TYPE_CHECKING:
    from cop.members.models import User

PART = "group_documents"
# While the worker is at it, the page looks again by itself.
REFRESH_SECONDS = 3


@require_safe
@inside_group(readers, part=PART)
def documents(request: HttpRequest, inside: Inside, folder_id: int | None = None) -> HttpResponse:
    """What lies in a folder, or all documents that fit words, a tag or a state. Permission: `can_read`."""
    folder, words = get_folder_for(inside, folder_id), typed(request.GET.get("q", ""))
    found = document_list(
        inside,
        folder,
        number=request.GET.get("page", "1"),
        words=words,
        tag=typed(request.GET.get("tag", ""))[:100],
        state=request.GET.get("state", "")[:20],
    )
    context = frame(
        inside,
        PART,
        found=found,
        elsewhere=found_elsewhere(inside, PART, words),
        here=_("Documents"),
        what_i_am=what_i_am(inside),
        folder_form=FolderForm(),
    )
    return render(request, "working_groups/documents/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def upload(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Share one or many files. Permission: `sharing_obstacle`.

    The script sends them one by one and reads the answer as JSON; without it they come together.
    """
    is_script = request.headers.get("X-Requested-With") == "upload"
    if reason := sharing_obstacle(inside):
        if is_script:
            return JsonResponse({"problem": str(reason.label)}, status=403)
        return refused(request, inside, str(reason.label))
    folder = get_folder_for(inside, _number(request.GET.get("folder", "")))
    form = UploadForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        folders=folder_choices(inside),
        initial={"folder": str(folder.pk) if folder else ""},
    )
    kept = Kept()
    if request.method == "POST" and form.is_valid():
        kept = share_all(request, inside, form.cleaned_data)
        if is_script:
            return JsonResponse({"problem": kept.refused[0][1] if kept.refused else ""})
        if not kept.refused:
            number = len(kept.versions)
            words = ngettext("%(n)d document shared.", "%(n)d documents shared.", number) % {"n": number}
            messages.success(request, words)
            return HttpResponseRedirect(folder_url(inside.page.slug, _number(form.cleaned_data["folder"])))
        for name, problem in kept.refused:
            form.add_error("files", _("%(name)s: %(problem)s") % {"name": name, "problem": problem})
        # What was taken is taken; the others come with a form of their own.
        form.data = form.data.copy()
        form.data["batch"] = str(uuid.uuid4())
    elif is_script and request.method == "POST":
        problem = next((str(each) for errors in form.errors.values() for each in errors), "")
        return JsonResponse({"problem": problem}, status=400)
    told = will_be_told(inside.group, None, cast("User", request.user))
    context = within(inside, form=form, folder=folder, told=told, kept=kept)
    return render(request, "working_groups/documents/upload.html", context, status=400 if form.errors else 200)


def share_all(request: HttpRequest, inside: Inside, given: dict[str, Any]) -> Kept:
    """Share the files of a cleaned `UploadForm`, each judged on its own; the same form again shares nothing twice."""
    kept, batch = Kept(), given["batch"]
    told = Told(quietly=given["tell"] != "tell", message=given["message"])
    place = request.POST.get("place", "")[:6]
    for number, file in enumerate(given["files"]):
        name = str(file.name or "")
        try:
            good = checked(file, name=name, size=file.size)
            version = share(
                group_id=inside.group.pk,
                author=cast("User", request.user),
                file=good,
                folder_id=_number(given["folder"]),
                tags=given["tags"],
                told=told,
                batch=batch,
                # The same file at the same place of the same form, sent twice, is one document.
                key=uuid.uuid5(batch, f"{place}:{number}:{good.name}:{good.size}"),
            )
            kept.versions.append(version)
        except Refused as refusal:
            kept.refused.append((name[:80], str(refusal)))
    return kept


# Folders ---------------------------------------------------------------------------------------------------------


@require_POST
@inside_group(members_of_the_site, part=PART)
def new_folder(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Make a folder. Permission: `sharing_obstacle`."""
    parent = get_folder_for(inside, _number(request.POST.get("parent", "")))
    form = FolderForm(request.POST)
    folder: Folder | None = parent
    if form.is_valid():
        try:
            folder = make_folder(
                group_id=inside.group.pk,
                actor=cast("User", request.user),
                name=form.cleaned_data["name"],
                parent_id=parent.pk if parent else None,
            )
        except Refused as refusal:
            return refused(request, inside, str(refusal))
    else:
        messages.error(request, " ".join(str(each) for each in form.errors["name"]))
    return HttpResponseRedirect(folder_url(inside.page.slug, folder.pk if folder else None))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def change_folder(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Rename a folder, or remove an empty one. Permission: `sharing_obstacle`; removing `can_moderate`."""
    folder = get_folder_for(inside, pk)
    if folder is None:
        raise Http404
    if reason := sharing_obstacle(inside):
        return refused(request, inside, str(reason.label))
    actor = cast("User", request.user)
    form = FolderForm(request.POST if request.method == "POST" else None, initial={"name": folder.name})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                remove_folder(folder=folder, actor=actor)
                return HttpResponseRedirect(folder_url(inside.page.slug, folder.parent_id))
            if form.is_valid():
                rename_folder(folder=folder, actor=actor, name=form.cleaned_data["name"])
                return HttpResponseRedirect(folder_url(inside.page.slug, folder.pk))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = within(inside, form=form, folder=folder, back=folder_url(inside.page.slug, folder.pk))
    return render(request, "working_groups/documents/folder.html", context)


# What was deleted ------------------------------------------------------------------------------------------------


@require_safe
@inside_group(lambda inside: inside.can_read and inside.can_moderate, part=PART)
def trash(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Deleted documents. Permission: `can_moderate`."""
    return render(request, "working_groups/documents/trash.html", within(inside, rows=trash_of(inside)))


@require_POST
@inside_group(lambda inside: inside.can_read and inside.can_moderate, part=PART)
def untrash(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Bring a document back. Permission: `can_moderate`."""
    document: Document = get_document_for(inside, pk)
    try:
        untrash_document(document=document, actor=cast("User", request.user))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(reverse("document", args=[inside.page.slug, document.pk]))


# ZIP -------------------------------------------------------------------------------------------------------------


@require_POST
@inside_group(members_of_the_site, part=PART)
def ask_for_zip(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Have a folder put into one file. Permission: `can_read`, with an account."""
    folder = get_folder_for(inside, _number(request.POST.get("folder", "")))
    try:
        made = ask_for_archive(inside=inside, member=cast("User", request.user), folder=folder)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(folder_url(inside.page.slug, folder.pk if folder else None))
    return HttpResponseRedirect(reverse("folder_zip", args=[inside.page.slug, made.key]))


@require_safe
@inside_group(members_of_the_site, part=PART)
def folder_zip(request: HttpRequest, inside: Inside, key: uuid.UUID) -> HttpResponse:
    """How far one's own ZIP file is. Permission: the member who asked, who may still read."""
    made = get_archive_for(inside, key)
    over = made.state == ArchiveState.REMOVED or (made.expires_at is not None and made.expires_at <= timezone.now())
    context = within(
        inside,
        made=made,
        under_way=made.state in UNDER_WAY,
        ready=made.state == ArchiveState.READY and not over,
        over=over,
        back=folder_url(inside.page.slug, made.folder_id),
    )
    response = render(request, "working_groups/documents/zip.html", context)
    if made.state in UNDER_WAY:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_safe
@inside_group(members_of_the_site, part=PART)
def zip_file(request: HttpRequest, inside: Inside, key: uuid.UUID) -> HttpResponseBase:
    """The file itself. Permission: the member who asked, who may still read; asked at each request."""
    made = get_archive_for(inside, key)
    if made.state != ArchiveState.READY or made.expires_at is None or made.expires_at <= timezone.now():
        raise Http404
    name = f"{inside.page.slug}-{timezone.localtime(made.asked_at):%Y-%m-%d}.zip"
    answer = serve(request, path=made.path, name=name, content_type="application/zip", etag=str(made.key))
    count_taken(request, inside, answer)
    return answer


def count_taken(request: HttpRequest, inside: Inside, answer: HttpResponseBase) -> None:
    """A download has begun: it counts, and whoever takes a file along has read."""
    if answer.status_code < 300 and begins_download(request) and is_looked_at(request):
        count_download(inside.group.pk)
        count_reader(inside)


# What the pages share --------------------------------------------------------------------------------------------


def within(inside: Inside, **more: Any) -> dict[str, Any]:
    """The context of a page below the documents."""
    below = [*trail(inside, below=True), (_("Documents"), reverse(PART, args=[inside.page.slug]))]
    return frame(inside, PART, **more) | {"trail": below, "who_reads": WHO_READS[inside.group.visibility]}


def refused(request: HttpRequest, inside: Inside, reason: str, **more: Any) -> HttpResponse:
    """One may read here, but not do this: why; and what they had `typed`, so that it is not lost."""
    return render(request, "working_groups/documents/refused.html", within(inside, reason=reason, **more), status=403)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
