"""The digest: what is new in all groups of a member, by group; posts, documents, meetings.

It is built when it leaves: who has left a group by then reads nothing of it, and what was deleted is not there. What is
the same for many readers (the words about one post, on the clocks of one place) is made once a batch.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.notifications.batches import shared
from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import DocumentState
from ..mail import headers
from ..mail.choices import STOP_DIGESTS, STOP_GROUP, MailChoice, choice_url
from ..models import DocumentComment, DocumentVersion, Post
from ..selectors.attachments import document_url
from ..selectors.digest_groups import CANCELLED, CHANGED, EXCERPT, EXCERPT_OF_COMMENT
from ..selectors.digests import DocumentNews, GroupNews, MeetingNews, Span, ThreadNews, news_of
from ..selectors.my_meetings import meeting_url, where
from ..selectors.people import name_of
from ..selectors.times import in_words
from .discussion import GROUP

THREADS = "emails/working_groups/digest_threads"


@letter(
    "working_groups.digest",
    title=gettext_lazy("Digest of working groups"),
    own_place=False,
    group=GROUP,
    keeps_words=False,
    confidential=True,
)
def digest(letter: Letter) -> LetterContent:
    """What is new in one's groups; withdrawn where nothing of it is left. Statements: see `news_of`."""
    if letter.member is None or not letter.member.is_active:
        raise NoLongerTrue("The account is closed.")
    news = news_of(letter.member.pk, [Span.from_fact(fact) for fact in letter.params["spans"]])
    if not news:
        raise NoLongerTrue("Nothing of it may be read any more.")
    where_to = news[0].group.page.title if len(news) == 1 else _("your working groups")
    return LetterContent(
        subject=_("%(what)s in %(where)s") % {"what": _counted(news), "where": where_to},
        context={
            "preheader": ", ".join(_titles(news[0])[:3]),
            "groups": [_group(each, letter.member.pk) for each in news],
            "is_sample": all(_are_samples(each) for each in news),
            "settings_url": absolute(reverse("group_mail")),
        },
        headers={"Precedence": "list", **_list_of(news)},
        unsubscribe_url=choice_url(MailChoice(STOP_DIGESTS, letter.member.pk)),
    )


def _counted(news: Iterable[GroupNews]) -> str:
    """3 new posts, 2 documents, 1 meeting."""
    posts = sum(each.number for each in news)
    documents = sum(len(each.documents) + each.more_documents for each in news)
    meetings = sum(len(each.meetings) for each in news)
    parts = [
        (posts, ngettext("%(n)d new post", "%(n)d new posts", posts)),
        (documents, ngettext("%(n)d document", "%(n)d documents", documents)),
        (meetings, ngettext("%(n)d meeting", "%(n)d meetings", meetings)),
    ]
    return ", ".join(words % {"n": number} for number, words in parts if number)


def _titles(news: GroupNews) -> list[str]:
    return [
        *(each.thread.title for each in news.threads),
        *(each.document.name for each in news.documents),
        *(each.meeting.title for each in news.meetings),
    ]


def _are_samples(news: GroupNews) -> bool:
    things = [each.thread for each in news.threads], [each.document for each in news.documents]
    return all(each.is_sample for kind in things for each in kind) and all(
        each.meeting.is_sample for each in news.meetings
    )


def _group(news: GroupNews, member_id: int) -> dict[str, Any]:
    page = news.group.page
    left_out = news.more_threads
    documents = news.more_documents
    return {
        "title": page.title,
        "url": absolute(reverse("group_discussion", args=[page.slug])),
        "number": _counted([news]),
        "threads": _threads(news.threads, page.slug),
        "more_threads": ngettext(
            "and %(n)d more discussion with new posts", "and %(n)d more discussions with new posts", left_out
        )
        % {"n": left_out}
        if left_out
        else "",
        "documents": [_document(each, page.slug) for each in news.documents],
        "more_documents": ngettext("and %(n)d more document", "and %(n)d more documents", documents) % {"n": documents}
        if documents
        else "",
        "documents_url": absolute(reverse("group_documents", args=[page.slug])),
        "meetings": [_meeting(each, page.slug) for each in news.meetings],
        "stop_url": choice_url(MailChoice(STOP_GROUP, member_id, news.group.pk)),
    }


# Posts -----------------------------------------------------------------------------------------------------------


def _threads(news: list[ThreadNews], slug: str) -> dict[str, str]:
    """As HTML and as text: the longest part of a digest, and the same for most of those who read it."""
    shown = tuple((each.thread.pk, each.number, *(post.pk for post in each.posts)) for each in news)

    def make() -> dict[str, str]:
        context = {"threads": [_thread(each, slug) for each in news]}
        return {
            kind: render_to_string(f"{THREADS}.{end}", context) for kind, end in (("html", "html"), ("text", "txt"))
        }

    return shared((slug, timezone.get_current_timezone_name(), shown), make)


def _thread(news: ThreadNews, slug: str) -> dict[str, Any]:
    posts = [_once(each, slug, _post) for each in news.posts]
    return {"title": news.thread.title, "url": posts[0]["url"], "posts": posts, "more": _more(news.more)}


def _post(post: Post, slug: str) -> dict[str, Any]:
    return {
        "name": name_of(post.author),
        "moment": _moment(post.created_at),
        "words": _excerpt(post.words, EXCERPT),  # type: ignore[attr-defined]
        "url": absolute(reverse("group_post", args=[slug, post.pk])),
    }


# Documents -------------------------------------------------------------------------------------------------------


def _document(news: DocumentNews, slug: str) -> dict[str, Any]:
    document = news.document
    lines = [_once(each, slug, _version) for each in news.versions]
    if news.state == DocumentState.COMMENT and document.comment_until is not None:
        lines.append(_("For comment until %(day)s.") % {"day": date_format(document.comment_until, "j F Y")})
    elif news.state == DocumentState.FINAL:
        lines.append(_("It is final."))
    return {
        "title": document.name,
        "url": absolute(document_url(slug, document.pk)),
        "lines": lines,
        "comments": [_once(each, slug, _comment) for each in news.comments],
        "more": ngettext("and %(n)d more comment", "and %(n)d more comments", news.more) % {"n": news.more}
        if news.more
        else "",
    }


def _version(version: DocumentVersion, slug: str) -> str:
    words = {"who": name_of(version.author), "n": version.number, "changed": version.what_changed}
    if version.number == 1:
        return _("Shared by %(who)s.") % words
    if version.what_changed:
        return _("Version %(n)d by %(who)s: %(changed)s") % words
    return _("Version %(n)d by %(who)s.") % words


def _comment(comment: DocumentComment, slug: str) -> dict[str, str]:
    return {
        "name": name_of(comment.author),
        "moment": _moment(comment.created_at),
        "words": _excerpt(comment.words, EXCERPT_OF_COMMENT),  # type: ignore[attr-defined]
    }


# Meetings --------------------------------------------------------------------------------------------------------


def _meeting(news: MeetingNews, slug: str) -> dict[str, str]:
    meeting = news.meeting
    times = in_words(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    said = {CANCELLED: _("Cancelled."), CHANGED: _("Changed."), "": ""}.get(news.what, _("New."))
    minutes = _("The minutes can be read.") if news.has_minutes else ""
    return {
        "title": meeting.title,
        "url": absolute(meeting_url(slug, meeting.pk)) + ("#minutes" if minutes and not news.what else ""),
        "said": " ".join(words for words in (said, minutes) if words),
        "facts": " · ".join(words for words in (times, where(meeting)) if words),
    }


# Words -----------------------------------------------------------------------------------------------------------


def _once[Row: (Post, DocumentVersion, DocumentComment), Made](row: Row, slug: str, make: Any) -> Any:
    """What `make` says of it: the same for all who read it on the same clocks."""
    return shared((make, row.pk, slug, timezone.get_current_timezone_name()), lambda: make(row, slug))


def _moment(when: Any) -> str:
    return date_format(timezone.localtime(when), "j F, H:i")


def _more(number: int) -> str:
    return ngettext("and %(n)d more", "and %(n)d more", number) % {"n": number} if number > 0 else ""


def _excerpt(text: str, most: int) -> str:
    """The author's own words without what they quote and the marks of Markdown."""
    own = (re.sub(r"\*\*|`|^\s*#+\s", "", line) for line in text.splitlines() if not line.lstrip().startswith(">"))
    return Truncator(" ".join(" ".join(own).split())).chars(most, truncate=" …")


def _list_of(news: Iterable[GroupNews]) -> dict[str, str]:
    """A digest of one group belongs to its list; one of several to none."""
    groups = [each.group for each in news]
    if len(groups) != 1:
        return {}
    page = groups[0].page
    archive = absolute(reverse("group_discussion", args=[page.slug]))
    return headers.for_group(slug=page.slug, title=page.title, archive=archive)
