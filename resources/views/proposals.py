"""A member's proposals of good practices: the form, how far each is, taking back, deleting.

Permission of all: logged in, one's own; others' are 404.
"""

import uuid
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.files.serving import serve
from cop.core.stale_forms import View, rescued_by
from cop.members.selectors import needs_profile
from cop.taxonomy.selectors import topic_names

from ..forms.proposals import ProposalForm
from ..limits import may_save_proposal
from ..models import GoodPracticePage, PracticeProposal
from ..practice_content import content_of, missing
from ..refusals import Reason, Refused
from ..selectors.files import files_of
from ..selectors.proposal_page import proposal_context
from ..selectors.proposals import changing_obstacle, get_proposal_file_for, get_proposal_for, standing_of
from ..services import proposal_files, proposing
from ..services.files import checked
from . import typed

if TYPE_CHECKING:
    from ..practice_content import Content


# What may be wrong with one file; the others are taken.
ABOUT_ONE = (Reason.FILE, Reason.NOTES)


def members_only(view: View) -> View:
    """Sends visitors to the door, and whoever has no name yet to the profile; both come back here. What a visitor sends
    in a form that was made for a member whose session has ended is kept for them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = urlencode({"next": request.get_full_path()})
        if not request.user.is_authenticated:
            if request.method == "POST":
                typed.keep(request, kwargs.get("number", 0))
            return redirect(f"{reverse('account_login')}?{back}")
        if needs_profile(request.user):
            return redirect(f"{reverse('welcome')}?{back}")
        return view(request, *args, **kwargs)

    return guarded


def _rescue(request: HttpRequest, number: int = 0) -> HttpResponse | None:
    """A form that was open too long: back to it, with what was typed. The signed mark stands in for the CSRF token."""
    if not request.user.is_authenticated or typed.made_for(request, number) != request.user.pk:
        return None
    return redirect(request.get_full_path()) if typed.keep(request, number) else None


@rescued_by(_rescue)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def propose(request: HttpRequest) -> HttpResponse:
    """Begin a proposal; the page of a topic or criterion that leads here says what it is about."""
    if request.method == "POST":
        return _posted(request, None)
    kept = typed.found(request, 0)
    about = {"topics": topic_names(request.GET.getlist("topic")), "criteria": request.GET.getlist("criterion")}
    initial = ProposalForm.initial_for(request.user) | about | {"key": uuid.uuid4()}  # type: ignore[arg-type]
    return _form_page(request, ProposalForm(kept, initial=initial), None, restored=kept is not None)


@rescued_by(_rescue)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Go on writing."""
    proposal = get_proposal_for(request.user, number)  # type: ignore[arg-type]
    if request.method == "POST":
        return _posted(request, proposal)
    obstacle = changing_obstacle(standing_of(proposal), proposal.page)
    if obstacle:
        messages.info(request, str(obstacle.label))
        return redirect("proposal", number=number)
    kept = typed.found(request, number)
    draft = _draft(proposal)
    files = files_of(draft)
    initial = {"key": proposal.key, "based_on": draft.latest_revision_id, "consent": bool(proposal.consented_at)}
    form = ProposalForm(kept, content=content_of(draft), files=files, initial=initial)
    return _form_page(request, form, proposal, restored=kept is not None)


def _draft(proposal: PracticeProposal) -> GoodPracticePage:
    draft: GoodPracticePage = proposal.page.get_latest_revision_as_object()  # type: ignore[union-attr]
    return draft


def _posted(request: HttpRequest, proposal: PracticeProposal | None) -> HttpResponse:
    page = proposal.page if proposal else None
    before = content_of(_draft(proposal)) if proposal and page else None
    form = ProposalForm(request.POST, request.FILES, content=before, files=files_of(page) if page else ())
    is_good = form.is_valid()
    if not may_save_proposal(request):
        form.add_error(None, str(Reason.TOO_OFTEN.label))
        return _form_page(request, form, proposal, status=429)
    if not is_good:
        if proposal is not None:
            # A browser forgets files when it shows a form again: they are kept whatever is wrong with the text.
            _do_files(request, form, proposal)
        elif form.cleaned_data.get("files"):
            form.add_error("files", _("Choose your files again: nothing is saved yet."))
        return _form_page(request, form, proposal)
    content = form.content()
    try:
        saved = _save(request, form, proposal, content)
    except Refused as refused:
        form.add_error(None, str(refused))
        if refused.reason == Reason.NEWER and proposal is not None:
            _base_on_newest(form, proposal)
        return _form_page(request, form, proposal, status=409)
    typed.forget(request)
    if not _do_files(request, form, saved):
        _base_on_newest(form, saved)
        return _form_page(request, form, saved, kept_as_draft=True)
    if request.POST.get("do") == "send":
        return _sent(request, form, saved, content)
    messages.success(request, _("Your draft is saved. Only you see it."))
    return redirect("change_proposal", number=saved.pk)


def _save(
    request: HttpRequest, form: ProposalForm, proposal: PracticeProposal | None, content: "Content"
) -> PracticeProposal:
    member: Any = request.user
    if proposal is None:
        return proposing.begin(member=member, key=form.cleaned_data["key"], content=content)
    based_on = form.cleaned_data["based_on"]
    return proposing.save(member=member, proposal_id=proposal.pk, content=content, based_on=based_on)


def _do_files(request: HttpRequest, form: ProposalForm, proposal: PracticeProposal) -> bool:
    """Take out the files that were ticked, and keep those that were sent, each by itself; what is wrong with one stands
    at the field, with its name. False where something is."""
    member: Any = request.user
    out, sent = form.cleaned_data.get("files_out") or [], form.cleaned_data.get("files") or []
    try:
        if out:
            proposal_files.take_out(member=member, proposal_id=proposal.pk, files=out)
        for file in sent:
            _add(form, proposal, member, file)
    except Refused as refused:
        form.add_error("files", str(refused))
    if (out or sent) and proposal.page is not None:
        form.show_files(files_of(proposal.page))
    return "files" not in form.errors


def _add(form: ProposalForm, proposal: PracticeProposal, member: Any, file: UploadedFile) -> None:
    name = str(file.name or "")
    try:
        good = checked(file, name=name, size=file.size or 0)
        proposal_files.add(member=member, proposal=proposal, file=good)
    except Refused as refused:
        if refused.reason not in ABOUT_ONE:
            raise
        form.add_error("files", _("%(name)s: %(problem)s") % {"name": name[:80], "problem": refused})


def _sent(request: HttpRequest, form: ProposalForm, saved: PracticeProposal, content: "Content") -> HttpResponse:
    consents = form.cleaned_data["consent"]
    gaps = missing(content)
    form.say_missing(gaps)
    if not consents:
        form.add_error("consent", str(Reason.NO_CONSENT.label))
    if gaps or not consents:
        _base_on_newest(form, saved)
        return _form_page(request, form, saved, kept_as_draft=True)
    try:
        proposing.send(member=request.user, proposal_id=saved.pk, consents=True)  # type: ignore[arg-type]
    except Refused as refused:
        # The same form sent twice: it is where it should be.
        if refused.reason != Reason.IN_REVIEW:
            messages.warning(request, str(refused))
    else:
        messages.success(request, _("Your good practice is with the secretariat. A letter is on its way to you."))
    return redirect("proposal", number=saved.pk)


def _base_on_newest(form: ProposalForm, proposal: PracticeProposal) -> None:
    """From now on the form stands on the version that is kept: sending it once more writes over that one."""
    newest = GoodPracticePage.objects.filter(pk=proposal.page_id).values_list("latest_revision_id", flat=True).first()
    form.data = form.data.copy()
    form.data["based_on"] = str(newest or "")


def _form_page(
    request: HttpRequest,
    form: ProposalForm,
    proposal: PracticeProposal | None,
    *,
    restored: bool = False,
    kept_as_draft: bool = False,
    status: int = 200,
) -> HttpResponse:
    number = proposal.pk if proposal else 0
    context = {
        "form": form,
        "proposal": proposal,
        "standing": standing_of(proposal) if proposal else None,
        "action_url": reverse("change_proposal", args=[number]) if proposal else reverse("propose_practice"),
        "made_for": typed.mark(request.user, number),  # type: ignore[arg-type]
        "restored": restored,
        "kept_as_draft": kept_as_draft,
        "trail": [(_("Home"), "/"), (_("Library"), reverse("library"))],
    }
    return render(request, "resources/proposals/form.html", context, status=status)


@never_cache
@require_safe
@members_only
def proposal_page(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, what has happened, and what it says."""
    proposal = get_proposal_for(request.user, number)  # type: ignore[arg-type]
    return render(request, "resources/proposals/proposal.html", proposal_context(proposal))


@never_cache
@require_safe
@members_only
def proposal_file(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """A file of it, as it is kept: without notes and comments."""
    version = get_proposal_file_for(request.user, number, pk)  # type: ignore[arg-type]
    tag = f"{version.pk}-{version.size}"
    return serve(request, path=version.path, name=version.name, content_type=version.content_type, etag=tag)


@never_cache
@require_POST
@members_only
def take_back_proposal(request: HttpRequest, number: int) -> HttpResponse:
    """End the review."""
    try:
        proposing.take_back(member=request.user, proposal_id=get_proposal_for(request.user, number).pk)  # type: ignore[arg-type]
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("You have taken it back. Change it, and send it again when you like."))
    return redirect("proposal", number=number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def delete_proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Remove it, after a question."""
    proposal = get_proposal_for(request.user, number)  # type: ignore[arg-type]
    refusal = proposing.deleting_obstacle(standing_of(proposal))
    if request.method == "POST":
        try:
            proposing.delete(member=request.user, proposal_id=proposal.pk)  # type: ignore[arg-type]
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, _("“%(title)s” is deleted.") % {"title": proposal.title})
            return redirect("my_page")
    if refusal:
        messages.info(request, str(refusal.label))
        return redirect("proposal", number=number)
    return render(request, "resources/proposals/delete.html", {"proposal": proposal})
