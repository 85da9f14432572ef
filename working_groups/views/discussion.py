"""The discussions of a group: list, thread, new thread, and what is done to a whole thread."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.search.query import typed

from ..choices import FollowLevel, Rhythm
from ..forms.discussion import PostForm, ThreadForm
from ..mail.addresses import group_address
from ..models import Post, Thread
from ..permissions import posting_obstacle
from ..refusals import Refused
from ..selectors.arranging import thread_or_where_it_went
from ..selectors.discussion import get_thread_for, post_url, thread_list, thread_url
from ..selectors.doors import Inside
from ..selectors.frame import WHO_READS, frame, trail, what_i_am
from ..selectors.group_finding import found_elsewhere
from ..selectors.mentions import people_to_mention
from ..selectors.people import name_of
from ..selectors.posts import last_posted_key
from ..selectors.telling import will_be_told
from ..selectors.thread_page import thread_page
from ..services.counting import count_reader
from ..services.posting import reply, start_thread
from ..services.threads import close_thread, follow_thread, mark_read, pin_thread
from ..writing import LONGEST, quotation, ready
from .doors import inside_group, is_looked_at, members_of_the_site, readers, to_log_in

if TYPE_CHECKING:
    from cop.members.models import User

PART = "group_discussion"
MOST_SUGGESTED = 12


@require_safe
@inside_group(readers, part=PART)
def discussion(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The threads of the group, or those that hold some words. Permission: `can_read`."""
    words = typed(request.GET.get("q", ""))
    found = thread_list(inside, request.GET.get("page", "1"), words)
    context = frame(
        inside,
        PART,
        found=found,
        elsewhere=found_elsewhere(inside, PART, words),
        here=_("Discussion"),
        what_i_am=what_i_am(inside),
        reply_domain=settings.REPLY_DOMAIN,
        group_address=group_address(inside.page.slug) if inside.can_post else "",
    )
    return render(request, "working_groups/discussion/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(members_of_the_site, part=PART)
def new_thread(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Begin a discussion. Permission: `posting_obstacle`."""
    if reason := posting_obstacle(inside):
        return refused(request, inside, str(reason.label))
    user = cast("User", request.user)
    form = ThreadForm(*_sent(request), may_announce=inside.can_announce)
    preview = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_announcement = given.get("is_announcement", False)
        try:
            if "preview" in request.POST:
                preview = _preview(inside, None, form, is_announcement=is_announcement)
            else:
                post = start_thread(
                    group_id=inside.group.pk,
                    author=user,
                    title=given["title"],
                    text=given["text"],
                    key=given["key"],
                    is_announcement=is_announcement,
                    poll=form.poll,
                    files=given["files"],
                )
                return HttpResponseRedirect(thread_url(inside.page.slug, post.thread_id))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = within(inside, form=form, preview=preview, told=_told(inside, None, preview))
    context["posted_key"] = last_posted_key(inside)
    context["mentions_url"] = reverse("mention_suggestions", args=[inside.page.slug, 0])
    return render(request, "working_groups/discussion/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(readers, part=PART)
def thread(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Read a thread, and answer in it. Permission: `can_read`; to answer `posting_obstacle`."""
    found = thread_or_where_it_went(inside, pk)
    if isinstance(found, str):
        return HttpResponseRedirect(found)
    obstacle = posting_obstacle(inside, found)
    form = preview = None
    if obstacle is None:
        user = cast("User", request.user)
        form = PostForm(
            *_sent(request),
            initial={"text": _quoted(inside, found, request.GET.get("quote", ""))},
        )
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                if "preview" in request.POST:
                    preview = _preview(inside, found, form)
                else:
                    post = reply(
                        thread=found,
                        author=user,
                        text=given["text"],
                        key=given["key"],
                        poll=form.poll,
                        files=given["files"],
                    )
                    return HttpResponseRedirect(post_url(inside.page.slug, post))
            except Refused as refusal:
                form.add_error(None, str(refusal))
    elif request.method == "POST":
        if not request.user.is_authenticated:
            return to_log_in(request)
        typed_text = request.POST.get("text", "")[:LONGEST]
        return refused(request, inside, str(obstacle.label), typed=typed_text)
    shown = thread_page(inside, found, request.GET.get("page", "1"))
    is_seen = is_looked_at(request)
    if is_seen:
        count_reader(inside)
    if request.user.is_authenticated and shown.last_shown > shown.seen and is_seen:
        mark_read(thread=found, member=cast("User", request.user), number=shown.last_shown)
    context = within(
        inside,
        shown=shown,
        thread=found,
        form=form,
        preview=preview,
        mentions_url=reverse("mention_suggestions", args=[inside.page.slug, found.pk]),
        told=_told(inside, found, preview) if form else None,
        follow_options=_follow_options(inside, shown.follow) if inside.is_member else [],
    )
    return render(request, "working_groups/discussion/thread.html", context)


@require_POST
@inside_group(lambda inside: inside.can_moderate, part=PART)
def moderate_thread(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Pin, unpin, close, reopen. Permission: `can_moderate`."""
    found, actor = get_thread_for(inside, pk), cast("User", request.user)
    action = request.POST.get("action", "")
    try:
        if action in ("pin", "unpin"):
            pin_thread(thread=found, actor=actor, is_pinned=action == "pin")
        elif action in ("close", "reopen"):
            close_thread(thread=found, actor=actor, is_closed=action == "close")
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(thread_url(inside.page.slug, found.pk))


@require_POST
@inside_group(lambda inside: inside.can_read and inside.is_member, part=PART)
def follow(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Say what one wants to hear of a thread. For members of the group."""
    found = get_thread_for(inside, pk)
    try:
        follow_thread(thread=found, member=cast("User", request.user), level=request.POST.get("level", ""))
    except Refused as refusal:
        return refused(request, inside, str(refusal))
    return HttpResponseRedirect(thread_url(inside.page.slug, found.pk, 1, "follow"))


@require_safe
@inside_group(lambda inside: inside.can_read and inside.can_post, part=PART)
def suggest_people(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Names that hold what was typed, as options; `pk` is the thread, 0 a new one. Permission: `can_post`."""
    begins = typed(request.GET.get("q", ""))[:60]
    found = get_thread_for(inside, pk) if pk else None
    names = people_to_mention(inside, found, begins, MOST_SUGGESTED).values() if len(begins) > 1 else ()
    return render(request, "working_groups/discussion/people.html", {"names": dict.fromkeys(names)})


# What the pages share --------------------------------------------------------------------------------------------


def within(inside: Inside, **more: Any) -> dict[str, Any]:
    """The context of a page below the discussions."""
    below = [*trail(inside, below=True), (_("Discussion"), reverse(PART, args=[inside.page.slug]))]
    return frame(inside, PART, **more) | {"trail": below, "who_reads": WHO_READS[inside.group.visibility]}


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    """What a form was sent with, files included."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def refused(request: HttpRequest, inside: Inside, reason: str, **more: Any) -> HttpResponse:
    """One may read here, but not do this: why; and what they had `typed`, so that it is not lost."""
    return render(request, "working_groups/discussion/refused.html", within(inside, reason=reason, **more), status=403)


def _preview(inside: Inside, thread: Thread | None, form: PostForm, *, is_announcement: bool = False) -> dict[str, Any]:
    made = ready(form.cleaned_data["text"], people_to_mention(inside, thread))
    return {
        "html": mark_safe(made.html),
        "mentioned": made.mentioned,
        "is_announcement": is_announcement,
        "poll": form.poll,
    }


def _told(inside: Inside, thread: Thread | None, preview: dict[str, Any] | None) -> Any:
    return will_be_told(
        inside.group,
        thread,
        cast("User", inside.user),
        mentioned=preview["mentioned"] if preview else (),
        is_announcement=preview["is_announcement"] if preview else False,
    )


def _quoted(inside: Inside, thread: Thread, number: str) -> str:
    """The post that an answer begins with, if the address names one."""
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return ""
    post: Post | None = (
        Post.objects.filter(thread=thread, number=int(number), deleted_at__isnull=True).select_related("author").first()
    )
    if post is None:
        return ""
    address = reverse("group_post", args=[inside.page.slug, post.pk])
    return quotation(post.text, name=name_of(post.author), url=address)


def _follow_options(inside: Inside, chosen: str) -> list[dict[str, Any]]:
    rhythm = str(Rhythm(inside.membership.rhythm).label) if inside.membership else ""
    return [
        {"value": "", "label": _("As in the whole group"), "hint": rhythm, "checked": chosen == ""},
        *(
            {"value": level.value, "label": name, "hint": level.label, "checked": chosen == level}
            for level, name in ((FollowLevel.FOLLOW, _("Follow")), (FollowLevel.MUTE, _("Mute")))
        ),
    ]
