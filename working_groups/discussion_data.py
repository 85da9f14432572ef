"""What of the discussions a member takes along, what goes with them, and how long it is kept otherwise."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import (
    Ballot,
    BallotChoice,
    IncomingMail,
    Mention,
    Post,
    PostEdit,
    PostReport,
    ReadMarker,
    Thread,
    ThreadFollow,
)
from .permissions import groups_readable_by
from .services.indexing import index_posts

if TYPE_CHECKING:
    from cop.members.models import User

AT_ONCE = 500


@export_chapter("discussions", title=gettext_lazy("What you wrote in working groups"), order=40)
def collect(member: "User") -> Collected:
    """Posts with their earlier versions, votes, mentions, reports, mails; what is followed or muted, how far read."""
    posts = Post.objects.filter(author=member).select_related("thread__group__page").prefetch_related("edits")
    # Who has left a group, or whose words were moved to another one, is not told its name by their own words.
    readable = set(groups_readable_by(member).values_list("pk", flat=True))
    records = [_post(post, readable) for post in posts.order_by("created_at", "pk")]
    records += [
        # A question is somebody else's words.
        Record(
            _("Vote: %(question)s") % {"question": choice.option.poll.question}
            if choice.option.poll.post.thread.group_id in readable
            else _("A vote that you can no longer read"),
            [
                (
                    "choice",
                    _("Your choice"),
                    choice.option.label if choice.option.poll.post.thread.group_id in readable else "",
                ),
                ("cast_at", _("Voted"), choice.ballot.cast_at),
            ],
        )
        for choice in BallotChoice.objects.filter(ballot__member=member)
        .select_related("option__poll__post__thread", "ballot")
        .order_by("ballot__cast_at", "pk")
    ]
    records += [
        Record(
            _("Reported post"),
            [("reason", _("What you wrote"), report.reason), ("sent_at", _("Sent"), report.created_at)],
        )
        for report in PostReport.objects.filter(reporter=member).order_by("created_at", "pk")
    ]
    mentions = Mention.objects.filter(member=member).select_related("post__thread__group__page", "post__author")
    records += [
        Record(
            _("You were mentioned"),
            [
                ("thread", _("Discussion"), _title(mention.post.thread, readable)),
                (
                    "author",
                    _("By"),
                    mention.post.author.name
                    if mention.post.author and mention.post.thread.group_id in readable
                    else "",
                ),
                ("written_at", _("Written"), mention.post.created_at),
            ],
        )
        for mention in mentions.order_by("post__created_at", "pk")
    ]
    records += [
        Record(_title(follow.thread, readable), [("level", _("You want to hear"), follow.get_level_display())])
        for follow in ThreadFollow.objects.filter(member=member).select_related("thread").order_by("pk")
    ]
    records += [
        Record(
            _title(marker.thread, readable),
            [("read_to", _("Read up to post"), marker.number), ("read_at", _("Last visit"), marker.read_at)],
        )
        for marker in ReadMarker.objects.filter(member=member).select_related("thread").order_by("pk")
    ]
    records += [
        Record(
            each.subject or _("Mail to a working group"),
            [
                ("received_at", _("Received"), each.received_at),
                ("sender", _("From"), each.sender),
                ("outcome", _("What became of it"), each.get_outcome_display()),
                ("reason", _("Reason"), each.reason),
            ],
        )
        for each in incoming_of(member).order_by("received_at", "pk")
    ]
    return Collected(records)


def incoming_of(member: "User") -> QuerySet[IncomingMail]:
    """Mails that came from them, or said so."""
    return IncomingMail.objects.filter(Q(member=member) | Q(sender__iexact=member.email))


def _title(thread: Thread, readable: Collection[int]) -> str:
    return thread.title if thread.group_id in readable else _("A discussion that you can no longer read")


def _post(post: Post, readable: Collection[int]) -> Record:
    group = post.thread.group
    is_readable = group.pk in readable
    return Record(
        _title(post.thread, readable),
        [
            ("group", _("Working group"), group.page.title if is_readable else ""),
            ("address", _("Address"), reverse("group_post", args=[group.page.slug, post.pk]) if is_readable else ""),
            ("written_at", _("Written"), post.created_at),
            ("changed_at", _("Changed"), post.edited_at),
            ("deleted_at", _("Deleted"), post.deleted_at),
            ("text", _("Text"), post.text),
            ("earlier", _("Earlier versions"), [edit.text for edit in post.edits.all()]),
        ],
    )


@eraser("discussions", order=110)
def erase(member: "User") -> None:
    """Posts stay as a former member's, so that answers to them can be understood; the name goes from others' posts.

    Earlier versions of their posts, deleted words, mails, marks of reading, follows and mentions go. Votes stay as
    counts.
    """
    _remove_name(member)
    drop_mails(incoming_of(member))
    mine = Post.objects.filter(author=member)
    PostEdit.objects.filter(post__in=mine).delete()
    mine.filter(deleted_at__isnull=False).update(text="", html="")
    Mention.objects.filter(member=member).delete()
    for model in (ReadMarker, ThreadFollow):
        model.objects.filter(member=member).delete()
    # Posts are unique by author and key: without an author they keep their key, which nobody can use again.
    mine.update(author=None)
    Thread.objects.filter(author=member).update(author=None)
    Thread.objects.filter(last_author=member).update(last_author=None)
    Post.objects.filter(deleted_by=member).update(deleted_by=None)
    PostEdit.objects.filter(editor=member).update(editor=None)
    Ballot.objects.filter(member=member).update(member=None)
    PostReport.objects.filter(reporter=member).update(reporter=None, reason="")
    PostReport.objects.filter(handled_by=member).update(handled_by=None)


def _remove_name(member: "User") -> None:
    """Mentions and quotations name people: in the threads in which they wrote or were mentioned."""
    name = member.name.strip()
    if len(name) < 2:
        return
    theirs = Thread.objects.filter(Q(posts__author=member) | Q(posts__mentions__member=member)).values("pk")
    posts = Post.objects.filter(thread__in=theirs, text__icontains=name)
    former = str(_("former member"))
    changed = []
    for post in posts.only("text", "html").iterator(chunk_size=AT_ONCE):
        post.text = _without(post.text, [name], former)
        post.html = _without(post.html, {name, escape(name)}, escape(former))
        changed.append(post)
    Post.objects.bulk_update(changed, ["text", "html"], batch_size=AT_ONCE)
    index_posts(Post.objects.filter(pk__in=[post.pk for post in changed]))
    edits = PostEdit.objects.filter(post__thread__in=theirs, text__icontains=name)
    earlier = list(edits.only("text"))
    for edit in earlier:
        edit.text = _without(edit.text, [name], former)
    PostEdit.objects.bulk_update(earlier, ["text"], batch_size=AT_ONCE)


def _without(text: str, names: Iterable[str], instead: str) -> str:
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _match: instead, text, flags=re.IGNORECASE)
    return text


@rule(
    "deleted-posts",
    what=gettext_lazy("Words of deleted posts in working groups, with their earlier versions"),
    counted_from=gettext_lazy("the deletion"),
    days=30,
    why=gettext_lazy("So that moderators can judge what was deleted. That there was a post stays."),
    order=60,
)
def remove_deleted_words(now: datetime, kept: Rule) -> int:
    over = Post.objects.filter(deleted_at__lte=kept.before(now)).exclude(text="")
    ids = list(over.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        portion = ids[start : start + AT_ONCE]
        PostEdit.objects.filter(post__in=portion).delete()
        Post.objects.filter(pk__in=portion).update(text="", html="")
    return len(ids)


@rule(
    "incoming-mails",
    what=gettext_lazy("Mails to working groups: the originals and what became of them"),
    counted_from=gettext_lazy("the day on which they came"),
    days=30,
    why=gettext_lazy("So that moderators can see what was not posted, and why. Posts made of them stay."),
    order=62,
)
def remove_old_mails(now: datetime, kept: Rule) -> int:
    return drop_mails(IncomingMail.objects.filter(received_at__lte=kept.before(now)))


def drop_mails(mails: QuerySet[IncomingMail]) -> int:
    """Delete mails with their files; the files first, so that none is left behind without a row."""
    found = list(mails.only("pk", "raw"))
    for each in found:
        if each.raw:
            each.raw.delete(save=False)
    for start in range(0, len(found), AT_ONCE):
        IncomingMail.objects.filter(pk__in=[each.pk for each in found[start : start + AT_ONCE]]).delete()
    return len(found)


@rule(
    "post-reports",
    what=gettext_lazy("Reports of posts in working groups, with who reported"),
    counted_from=gettext_lazy("the moderators’ answer"),
    days=365,
    why=gettext_lazy("So that repeated trouble is seen."),
    order=61,
)
def remove_old_reports(now: datetime, kept: Rule) -> int:
    return PostReport.objects.filter(handled_at__lte=kept.before(now)).delete()[0]


for _model in (Post, Mention, IncomingMail, PostReport, ReadMarker, ThreadFollow, Ballot):
    declare(_model, exported="discussions", erased="discussions")
declare(Thread, erased="discussions", reason="Its words and its author stand in the export with the first post.")
declare(PostEdit, exported="discussions", erased="discussions")
