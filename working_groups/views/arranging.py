"""Putting threads in order: one page for splitting, merging and moving."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms.arranging import ChoiceOfOne, SplitForm
from ..models import Post, Thread
from ..permissions import arranging_obstacle
from ..refusals import Refused
from ..selectors.arranging import groups_to_move_to, thread_or_where_it_went, threads_to_merge_with
from ..selectors.discussion import get_thread_for, thread_url
from ..selectors.doors import Inside
from ..services.arranging import merge_threads, move_thread, split_thread
from .discussion import PART, refused, within
from .doors import inside_group

if TYPE_CHECKING:
    from cop.members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(lambda inside: inside.can_moderate, part=PART)
def arrange_thread(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Split, merge, move. Permission: `arranging_obstacle`; to move `moving_obstacle`."""
    found = thread_or_where_it_went(inside, pk)
    if isinstance(found, str):
        return HttpResponseRedirect(found)
    if reason := arranging_obstacle(inside):
        return refused(request, inside, str(reason.label))
    begin = request.GET.get("from", "")
    split = SplitForm(last=found.last_number, initial={"number": begin if begin.isascii() and begin.isdigit() else ""})
    merge = ChoiceOfOne(prefix="merge", label=_("Into which discussion"), choices=threads_to_merge_with(inside, found))
    move = ChoiceOfOne(prefix="move", label=_("To which group"), choices=groups_to_move_to(inside))
    if request.method == "POST":
        name = next((each for each in ("split", "merge", "move") if each in request.POST), "")
        form: Any
        match name:
            case "split":
                form = split = SplitForm(request.POST, last=found.last_number)
            case "merge":
                form = merge = _sent(merge, request)
            case "move":
                form = move = _sent(move, request)
            case _:
                raise Http404
        if form.is_valid():
            try:
                return HttpResponseRedirect(_do(request, inside, name, found, form.cleaned_data))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = within(inside, thread=found, split=split, merge=merge, move=move)
    return render(request, "working_groups/discussion/arrange.html", context)


def _sent(form: ChoiceOfOne, request: HttpRequest) -> ChoiceOfOne:
    form.data, form.is_bound = request.POST, True
    return form


def _do(request: HttpRequest, inside: Inside, name: str, found: Thread, given: dict[str, Any]) -> str:
    """Where it is to be read now. Raises `Refused`."""
    actor = cast("User", inside.user)
    if name == "split":
        post = Post.objects.filter(thread=found, number=given["number"]).select_related("thread").first()
        if post is None:
            raise Http404
        made = split_thread(post=post, actor=actor, title=given["title"])
        messages.success(request, _("The new discussion stands by itself; links to its posts lead here."))
        return thread_url(inside.page.slug, made.pk)
    if name == "merge":
        kept = merge_threads(thread=found, into=get_thread_for(inside, int(given["to"])), actor=actor)
        messages.success(request, _("The discussions are one now, in the order of time; old links lead here."))
        return thread_url(inside.page.slug, kept.pk)
    moved = move_thread(thread=found, actor=actor, to_group_id=int(given["to"]))
    messages.success(request, _("The discussion stands in this group now; old links lead here."))
    return thread_url(moved.group.page.slug, moved.pk)
