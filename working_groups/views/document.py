"""One document: its page, its files, versions, comments, state, lock, the way into the library."""

import uuid
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.stored.words import IMAGES
from resources.choices import WITHOUT_NOTES

from ..choices import DocumentState
from ..forms.documents import ChangeForm, CommentForm, PublishForm, RefusePublicationForm, StateForm, VersionForm
from ..models import Document, DocumentComment, PublicationRequest
from ..permissions import (
    can_oversee_groups,
    commenting_obstacle,
    managing_obstacle,
    publishing_obstacle,
    version_obstacle,
)
from ..refusals import Reason, Refused
from ..selectors.attachments import document_url
from ..selectors.document_comparing import compare
from ..selectors.document_doors import folder_url, get_document_for, get_request_for, get_version_for
from ..selectors.document_notices import open_requests
from ..selectors.document_page import document_page
from ..selectors.documents import folder_choices
from ..selectors.doors import Inside
from ..selectors.telling import will_be_told
from ..services import publishing
from ..services.counting import count_reader
from ..services.document_changes import change_document, lock_document, set_state, trash_document, unlock_document
from ..services.document_comments import comment, remove_comment, see_comments
from ..services.documents import Told, add_version, checked, restore_version
from ..writing import LONGEST
from .documents import PART, count_taken, refused, serve, within
from .doors import inside_group, is_looked_at, members_of_the_site, readers, to_log_in

if TYPE_CHECKING:
    from cop.members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(readers, part=PART)
def document(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Look at a document, and comment on it. Permission: `can_read`; to comment `commenting_obstacle`."""
    found = get_document_for(inside, pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return to_log_in(request)
        if obstacle := commenting_obstacle(inside, found):
            return _comment_refused(request, inside, found, str(obstacle.label))
        if form.is_valid():
            try:
                given = form.cleaned_data
                made = comment(document=found, author=cast("User", request.user), text=given["text"], key=given["key"])
                return HttpResponseRedirect(f"{document_url(inside.page.slug, found.pk)}#comment-{made.pk}")
            except Refused as refusal:
                if refusal.reason not in (Reason.EMPTY, Reason.TOO_LONG):
                    return _comment_refused(request, inside, found, str(refusal))
                form.add_error(None, str(refusal))
    shown = document_page(inside, found)
    if is_looked_at(request):
        count_reader(inside)
    if shown.calls_viewer:
        see_comments(document=found, member=cast("User", request.user))
    state_form = StateForm(initial={"seen": found.state, "state": found.state, "comment_until": found.comment_until})
    context = within(
        inside, shown=shown, document=found, form=form, state_form=state_form, folder_url=_folder(inside, found)
    )
    return render(request, "working_groups/documents/document.html", context)


def _comment_refused(request: HttpRequest, inside: Inside, found: Document, reason: str) -> HttpResponse:
    # The document may have been made final in another tab: what they wrote is shown, so that they can take it along.
    back = "" if found.is_trashed else document_url(inside.page.slug, found.pk)
    return refused(request, inside, reason, typed=request.POST.get("text", "")[:LONGEST], back=back)


@require_safe
@inside_group(readers, part=PART)
def file(request: HttpRequest, inside: Inside, pk: int, number: int) -> HttpResponseBase:
    """The file of a version: to keep, or a picture to look at. Permission: `can_read`, asked at each request."""
    version = get_version_for(inside, pk, number)
    inline = version.extension in IMAGES and request.GET.get("view") == "picture"
    answer = serve(
        request,
        path=version.path,
        name=version.document.name if version.number == version.document.last_number else version.name,
        content_type=version.content_type,
        etag=f"{version.pk}-{version.size}",
        inline=inline,
    )
    if not inline:
        count_taken(request, inside, answer)
    return answer


@require_safe
@inside_group(readers, part=PART)
def picture(request: HttpRequest, inside: Inside, pk: int, number: int, page: int) -> HttpResponseBase:
    """The picture of a page, which we made. Permission: `can_read`."""
    version = get_version_for(inside, pk, number)
    if not 1 <= page <= version.pictures:
        raise Http404
    return serve(
        request,
        path=version.picture_path(page),
        name=f"{page}.webp",
        content_type="image/webp",
        etag=f"{version.pk}-{page}",
        inline=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def new_version(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Add a version. Permission: `version_obstacle`."""
    found = get_document_for(inside, pk)
    if reason := version_obstacle(inside, found):
        return refused(request, inside, str(reason.label))
    form = VersionForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"key": uuid.uuid4(), "based_on": found.last_number},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = add_version(
                document=found,
                author=cast("User", request.user),
                file=checked(given["file"], name=str(given["file"].name or ""), size=given["file"].size),
                what_changed=given["what_changed"],
                based_on=given["based_on"],
                told=Told(quietly=given["tell"] != "tell", message=given["message"]),
                key=given["key"],
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            _say_what_came(request, found, made)
            return HttpResponseRedirect(document_url(inside.page.slug, found.pk))
    told = will_be_told(inside.group, None, cast("User", request.user))
    context = within(inside, document=found, form=form, told=told, back=document_url(inside.page.slug, found.pk))
    return render(request, "working_groups/documents/version.html", context, status=400 if form.errors else 200)


def _say_what_came(request: HttpRequest, found: Document, made: "object") -> None:
    from ..models import DocumentVersion

    version = cast("DocumentVersion", made)
    if version.has_overtaken:
        words = _(
            "Your file is version %(n)d. Meanwhile somebody else added version %(m)d, which yours may lack: compare "
            "the two. Nothing is lost."
        )
        messages.warning(request, words % {"n": version.number, "m": version.number - 1})
    else:
        messages.success(request, _("Version %(n)d added.") % {"n": version.number})


@require_safe
@inside_group(readers, part=PART)
def compare_versions(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """What changed in the text from one version to another. Permission: `can_read`."""
    found = get_document_for(inside, pk)
    numbers = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in numbers):
        raise Http404
    first, second = (get_version_for(inside, pk, int(each)) for each in numbers)
    lines, why_not = compare(first, second)
    context = within(
        inside,
        document=found,
        first=first,
        second=second,
        lines=lines,
        why_not=why_not,
        back=document_url(inside.page.slug, found.pk),
    )
    return render(request, "working_groups/documents/compare.html", context)


@require_POST
@inside_group(members_of_the_site, part=PART)
def restore(request: HttpRequest, inside: Inside, pk: int, number: int) -> HttpResponse:
    """Make an earlier version the present one. Permission: `version_obstacle`."""
    found = get_document_for(inside, pk)
    try:
        made = restore_version(document=found, number=number, author=cast("User", request.user))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    messages.success(request, _("Version %(n)d is back, as version %(m)d.") % {"n": number, "m": made.number})
    return HttpResponseRedirect(document_url(inside.page.slug, found.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def change(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Name, folder, tags; delete. Permission: `managing_obstacle`."""
    found = get_document_for(inside, pk)
    if reason := managing_obstacle(inside, found):
        return refused(request, inside, str(reason.label))
    actor = cast("User", request.user)
    form = ChangeForm(
        *((request.POST,) if request.method == "POST" else ()),
        folders=folder_choices(inside),
        initial={
            "name": found.name,
            "folder": str(found.folder_id or ""),
            "tags": ", ".join(tag.name for tag in found.tags.all()),
        },
    )
    if request.method == "POST":
        try:
            if "delete" in request.POST:
                trash_document(document=found, actor=actor)
                messages.success(request, _("“%(name)s” was deleted.") % {"name": found.name})
                return HttpResponseRedirect(_folder(inside, found))
            if form.is_valid():
                given = form.cleaned_data
                folder_id = int(given["folder"]) if given["folder"] else None
                change_document(
                    document=found, actor=actor, name=given["name"], folder_id=folder_id, tags=given["tags"]
                )
                return HttpResponseRedirect(document_url(inside.page.slug, found.pk))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = within(inside, document=found, form=form, back=document_url(inside.page.slug, found.pk))
    return render(request, "working_groups/documents/change.html", context)


@require_POST
@inside_group(members_of_the_site, part=PART)
def state(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Draft, for comment, final; open again. Permission: `managing_obstacle`."""
    found = get_document_for(inside, pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return HttpResponseRedirect(document_url(inside.page.slug, found.pk))
    try:
        set_state(
            document=found,
            actor=cast("User", request.user),
            state=form.cleaned_data["state"],
            comment_until=form.cleaned_data["comment_until"],
            seen=form.cleaned_data["seen"],
        )
    except Refused as refusal:
        if refusal.reason == Reason.STATE_STALE:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(document_url(inside.page.slug, found.pk))
        return refused(request, inside, str(refusal))
    words = {
        DocumentState.DRAFT: _("The document is a draft."),
        DocumentState.COMMENT: _("The document is open for comment."),
        DocumentState.FINAL: _("The document is final: it takes no more versions and comments."),
    }
    messages.success(request, words[DocumentState(form.cleaned_data["state"])])
    return HttpResponseRedirect(document_url(inside.page.slug, found.pk))


@require_POST
@inside_group(members_of_the_site, part=PART)
def lock(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Say that one is editing, or no longer. Permission: `version_obstacle`; another's lock `breaking_obstacle`."""
    found = get_document_for(inside, pk)
    actor = cast("User", request.user)
    try:
        if request.POST.get("lock") == "yes":
            lock_document(document=found, actor=actor)
        else:
            unlock_document(document=found, actor=actor)
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(document_url(inside.page.slug, found.pk))


@require_POST
@inside_group(members_of_the_site, part=PART)
def uncomment(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Remove a comment. Permission: `comment_removal_obstacle`."""
    found = DocumentComment.objects.filter(document__group=inside.group, pk=pk).select_related("document").first()
    if found is None:
        raise Http404
    get_document_for(inside, found.document_id)
    try:
        remove_comment(comment=found, actor=cast("User", request.user))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(f"{document_url(inside.page.slug, found.document_id)}#comments")


# Into the library ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def publish(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Ask the secretariat to publish it. Permission: `publishing_obstacle`."""
    found = get_document_for(inside, pk)
    if reason := publishing_obstacle(inside, found):
        return refused(request, inside, str(reason.label))
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            publishing.ask_to_publish(
                document=found, actor=cast("User", request.user), note=given["note"], licence=given["licence"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The secretariat has been asked. You get a letter with its answer."))
            return HttpResponseRedirect(document_url(inside.page.slug, found.pk))
    back = document_url(inside.page.slug, found.pk)
    context = within(inside, document=found, form=form, back=back, without_notes=WITHOUT_NOTES)
    return render(request, "working_groups/documents/publish.html", context)


@require_POST
@inside_group(lambda inside: inside.can_read and inside.can_moderate, part=PART)
def withdraw(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Take such a request back. Permission: `can_moderate`."""
    found = get_request_for(inside, pk)
    try:
        publishing.withdraw_publication(request=found, actor=cast("User", request.user))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(document_url(inside.page.slug, found.document_id))


@require_safe
def publication_requests(request: HttpRequest) -> HttpResponse:
    """What groups would like to publish. Permission: `can_oversee_groups`; for others there is no such page."""
    if not can_oversee_groups(request.user):
        raise Http404
    return render(request, "working_groups/documents/requests.html", {"waiting": open_requests()})


@require_POST
def answer_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse. Permission: `can_oversee_groups`."""
    if not can_oversee_groups(request.user):
        raise Http404
    found = (
        PublicationRequest.objects.filter(pk=pk).select_related("document__group__page", "asked_by", "version").first()
    )
    if found is None:
        raise Http404
    actor = cast("User", request.user)
    try:
        if request.POST.get("answer") == "approve":
            publishing.approve_publication(request=found, actor=actor)
            messages.success(request, _("Approved; the group gets a letter."))
        else:
            form = RefusePublicationForm(request.POST)
            if form.is_valid():
                publishing.refuse_publication(request=found, actor=actor, reason=form.cleaned_data["reason"])
                messages.success(request, _("Refused; the group gets a letter with your reason."))
            else:
                messages.error(request, " ".join(str(each) for each in form.errors["reason"]))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return HttpResponseRedirect(f"{reverse('publication_requests')}?{urlencode({'answered': pk})}")


def _folder(inside: Inside, found: Document) -> str:
    return folder_url(inside.page.slug, found.folder_id)
