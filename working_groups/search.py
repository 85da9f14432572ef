"""What the site's search finds of this room beside its pages: what is written in groups that the viewer may read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.stored.words import place_of
from cop.search import words as search_words
from cop.search.query import Query
from cop.search.registry import Hit, Trace, Traces, register_source

from .models import DocumentText, Post
from .permissions import groups_readable_by
from .selectors.attachments import document_url
from .selectors.discussion_finding import posts_with
from .selectors.document_finding import first_of_each, texts_with
from .selectors.people import name_of
from .selectors.times import moment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="discussions", label=_("Discussions"), order=25, find=find_posts, read=read_posts)
    label = _("Documents of working groups")
    register_source(key="documents", label=label, order=26, find=find_documents, read=read_documents)


def find_posts(query: Query, user: "User | AnonymousUser", limit: int) -> Traces:
    """Posts with every word in their text or their thread's title, the nearest first, one a thread.

    They start from the groups that `user` may read: nothing of another can be found, counted or told from the time.
    One statement, and one for the groups (see `_groups`).
    """
    groups = _groups(query, user)
    found = posts_with(query, groups, limit).filter(thread__group__in=groups)
    rows = list(found.values_list("pk", "thread", "thread__title")[:limit])
    nearest: dict[int, Trace] = {}
    for pk, thread, title in rows:
        nearest.setdefault(thread, Trace(pk, title))
    return Traces(nearest.values(), is_cut=len(rows) == limit)


def read_posts(query: Query, user: "User | AnonymousUser", numbers: Sequence[int]) -> dict[int, Hit]:
    """These posts as they are shown, as far as `user` may read them. One statement."""
    rows = Post.objects.select_related("thread__group__page", "author").defer("html", "thread__group__page__body")
    known = rows.filter(thread__group__in=_groups(query, user), deleted_at__isnull=True).in_bulk(numbers)
    return {pk: _post_hit(post, query) for pk, post in known.items()}


def _post_hit(post: Post, query: Query) -> Hit:
    page = post.thread.group.page
    return Hit(
        title=post.thread.title,
        url=reverse("group_post", args=[page.slug, post.pk]),
        text=search_words.extract([" ".join(post.text.split())], query),
        meta=[page.title, name_of(post.author), moment(post.created_at)],
        is_sample=post.thread.is_sample,
    )


def find_documents(query: Query, user: "User | AnonymousUser", limit: int) -> Traces:
    """Documents with every word in their name or on one page, with that page or slide, the nearest first.

    They start from the groups that `user` may read, as posts do. One statement, and one for the groups.
    """
    groups = _groups(query, user)
    found = texts_with(query, groups, limit).filter(version__document__group__in=groups)
    rows = list(found.values_list("pk", "version_id", "number", "version__document__name", named=True)[:limit])
    traces = (Trace(row.pk, row.version__document__name) for row in first_of_each(rows).values())
    return Traces(traces, is_cut=len(rows) == limit)


def read_documents(query: Query, user: "User | AnonymousUser", numbers: Sequence[int]) -> dict[int, Hit]:
    """These pages of documents as they are shown, as far as `user` may read them. One statement."""
    rows = DocumentText.objects.select_related("version__document__group__page", "version__author")
    inside = rows.filter(version__document__group__in=_groups(query, user))
    known = inside.defer("version__document__group__page__body").in_bulk(numbers)
    return {pk: _document_hit(text, query) for pk, text in known.items()}


def _document_hit(text: DocumentText, query: Query) -> Hit:
    version, document = text.version, text.version.document
    page, place = document.group.page, place_of(text)
    meta = (page.title, name_of(version.author), moment(version.created_at))
    return Hit(
        title=document.name,
        url=document_url(page.slug, document.pk, text.number if place else 0),
        text=search_words.extract([" ".join(text.text.split())], query) if text.number else "",
        meta=[each for each in meta if each],
        is_sample=document.is_sample,
        place=place,
    )


def _groups(query: Query, user: "User | AnonymousUser") -> list[int]:
    """The groups that this viewer may read, asked for once a search: whose words are looked at, whose rows shown."""
    return query.once("groups", lambda: list(groups_readable_by(user).order_by("pk").values_list("pk", flat=True)))
