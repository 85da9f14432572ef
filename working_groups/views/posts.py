"""What is done to one post: its lasting address, changes, deletion, history, reports, answers, votes."""

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..choices import ReportOutcome
from ..forms.discussion import DeleteForm, EditForm, ReportForm
from ..models import Post, PostReport
from ..permissions import deleting_obstacle, editing_obstacle
from ..refusals import Reason, Refused
from ..selectors.arranging import post_or_where_it_went
from ..selectors.discussion import post_url
from ..selectors.doors import Inside
from ..selectors.mentions import people_to_mention
from ..selectors.people import name_of
from ..selectors.posts import edits_of, get_post_for, reports_waiting
from ..selectors.times import moment
from ..services.post_changes import delete_post, edit_post, restore_post
from ..services.reporting import handle_report, report_post
from ..services.threads import mark_answer
from ..services.voting import vote as cast_vote
from ..writing import ready
from .discussion import PART, refused, within
from .doors import inside_group, members_of_the_site, readers

if TYPE_CHECKING:
    from cop.members.models import User


@require_safe
@inside_group(readers, part=PART)
def post_address(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """The address of a post that lasts: leads to where it stands now, also in another group that they may read.

    Permission: `can_read`, of the group in which it stands.
    """
    return HttpResponseRedirect(post_or_where_it_went(inside, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def edit(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Change a post. Permission: `editing_obstacle`."""
    post = get_post_for(inside, pk)
    if reason := editing_obstacle(inside, post):
        return refused(request, inside, str(reason.label))
    form = EditForm(
        request.POST if request.method == "POST" else None,
        is_first=post.number == 1,
        initial={"text": post.text, "title": post.thread.title, "version": post.version},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if "preview" in request.POST:
                preview = {"html": mark_safe(ready(given["text"], people_to_mention(inside, post.thread)).html)}
            else:
                edit_post(
                    post=post,
                    editor=cast("User", request.user),
                    text=given["text"],
                    version=given["version"],
                    title=given.get("title"),
                )
                return HttpResponseRedirect(post_url(inside.page.slug, post))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            if refusal.reason == Reason.STALE:
                preview = _others_words(form, post)
    context = within(inside, form=form, post=post, thread=post.thread, preview=preview)
    return render(request, "working_groups/discussion/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def delete(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Delete a post, after asking. Permission: `deleting_obstacle`."""
    post = get_post_for(inside, pk)
    if reason := deleting_obstacle(inside, post):
        return refused(request, inside, str(reason.label))
    form = DeleteForm(request.POST if request.method == "POST" else None, is_own=post.author_id == request.user.pk)
    if request.method == "POST" and form.is_valid():
        try:
            delete_post(post=post, actor=cast("User", request.user), why=form.cleaned_data.get("why", ""))
        except Refused as refusal:
            return refused(request, inside, str(refusal))
        return HttpResponseRedirect(post_url(inside.page.slug, post))
    context = within(inside, form=form, post=post, thread=post.thread, name=name_of(post.author))
    return render(request, "working_groups/discussion/delete.html", context)


@require_POST
@inside_group(lambda inside: inside.can_moderate, part=PART)
def restore(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Undo a deletion. Permission: `can_moderate`."""
    post = get_post_for(inside, pk)
    try:
        restore_post(post=post, actor=cast("User", request.user))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(post_url(inside.page.slug, post))


@require_safe
@inside_group(readers, part=PART)
def history(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """What a post was before it was changed. Permission: `can_read`; of a deleted post `can_moderate`."""
    post = get_post_for(inside, pk)
    edits = edits_of(post)
    texts = [edit.text for edit in edits] + [post.text]
    versions: list[dict[str, Any]] = []
    for number, edit in enumerate(edits):
        versions.append(
            {
                "when": moment(edit.edited_at),
                "name": name_of(edit.editor),
                "pieces": _compared(texts[number], texts[number + 1]),
            }
        )
    versions.reverse()
    context = within(
        inside, post=post, thread=post.thread, versions=versions, first=texts[0], name=name_of(post.author)
    )
    context |= {"written": moment(post.created_at), "back": post_url(inside.page.slug, post)}
    return render(request, "working_groups/discussion/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def report(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Tell the moderators about a post. For everybody with an account who may read it."""
    post = get_post_for(inside, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report_post(post=post, reporter=cast("User", request.user), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            return refused(request, inside, str(refusal))
        context = within(inside, post=post, thread=post.thread, back=post_url(inside.page.slug, post))
        return render(request, "working_groups/discussion/reported.html", context)
    context = within(inside, form=form, post=post, thread=post.thread, name=name_of(post.author))
    return render(request, "working_groups/discussion/report.html", context)


@require_POST
@inside_group(members_of_the_site, part=PART)
def answer(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Mark a post as the answer, or take the mark away. Permission: `answering_obstacle`."""
    post = get_post_for(inside, pk)
    try:
        mark_answer(post=post, actor=cast("User", request.user), is_answer=request.POST.get("answer") == "yes")
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(post_url(inside.page.slug, post))


@require_POST
@inside_group(members_of_the_site, part=PART)
def vote(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Vote in the poll of a post. Permission: `posting_obstacle`."""
    post = get_post_for(inside, pk)
    poll = getattr(post, "poll", None)
    if poll is None:
        raise Http404
    sent = request.POST.getlist("option")[:100]
    options = [int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 19]
    try:
        cast_vote(poll=poll, member=cast("User", request.user), options=options)
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(post_url(inside.page.slug, post))


@require_safe
@inside_group(lambda inside: inside.can_moderate, part=PART)
def reports(request: HttpRequest, inside: Inside) -> HttpResponse:
    """What was reported and waits. Permission: `can_moderate`."""
    waiting = [
        {
            "report": each,
            "thread": each.post.thread.title,
            "url": reverse("group_post", args=[inside.page.slug, each.post_id]),
            "html": mark_safe(each.post.html),
            "author": name_of(each.post.author),
            "reporter": name_of(each.reporter),
            "when": moment(each.created_at),
        }
        for each in reports_waiting(inside)[:50]
    ]
    return render(request, "working_groups/discussion/reports.html", within(inside, waiting=waiting))


@require_POST
@inside_group(lambda inside: inside.can_moderate, part=PART)
def handle(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Close a report: keep the post or delete it. Permission: `can_moderate`."""
    found = PostReport.objects.filter(post__thread__group=inside.group, pk=pk).select_related("post__thread").first()
    if found is None:
        raise Http404
    outcome = request.POST.get("outcome", "")
    if outcome in ReportOutcome.values:
        try:
            handle_report(
                report=found,
                actor=cast("User", request.user),
                outcome=outcome,
                why=" ".join(request.POST.get("why", "").replace("\0", " ").split())[:300],
            )
        except Refused as refusal:
            return refused(request, inside, str(refusal))
    return HttpResponseRedirect(reverse("group_reports", args=[inside.page.slug]))


def _others_words(form: EditForm, post: Post) -> dict[str, Any]:
    """What somebody else wrote meanwhile is shown beside; sending the form again means to replace it."""
    now = Post.objects.get(pk=post.pk)
    form.data = form.data.copy()
    form.data["version"] = str(now.version)
    return {"html": mark_safe(now.html), "is_others": True}


def _compared(before: str, after: str) -> list[tuple[str, str]]:
    """Both texts as one: pieces that stayed (""), went ("del") and came ("ins"), word by word."""
    old, new = _words(before), _words(after)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > 2000).get_opcodes():
        if kind == "equal":
            pieces.append(("", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(("del", "".join(old[a:b])))
        if d > c:
            pieces.append(("ins", "".join(new[c:d])))
    return pieces


def _words(text: str) -> list[str]:
    """Words and what stands between them; long texts by lines, so that comparing stays quick."""
    return text.splitlines(keepends=True) if len(text) > 8000 else re.findall(r"\s+|\S+", text)
