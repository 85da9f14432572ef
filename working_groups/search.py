"""What the site's search finds of this room beside its pages: what is written in groups that the viewer may read."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.search import words as search_words
from cop.search.query import Query
from cop.search.registry import Hit, register_source

from .models import Post
from .permissions import groups_readable_by
from .selectors.attachments import document_url
from .selectors.discussion import moment, name_of
from .selectors.discussion_finding import posts_with
from .selectors.document_finding import first_of_each, texts_with
from .selectors.document_words import place_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="discussions", label=_("Discussions"), order=25, find=find_posts)
    register_source(key="documents", label=_("Documents of working groups"), order=26, find=find_documents)


def find_posts(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Posts with every word in their text or their thread's title, the nearest first, one a thread.

    They start from the groups that `user` may read: nothing of another can be found, counted or told from the time.
    One statement, and one for the groups (see `_groups`).
    """
    posts = (
        posts_with(query, _groups(query, user), limit)
        .filter(thread__group__in=groups_readable_by(user))
        .select_related("thread__group__page", "author")
        .defer("html", "thread__group__page__body")[:limit]
    )
    nearest: dict[int, Post] = {}
    for post in posts:
        nearest.setdefault(post.thread_id, post)
    return [
        Hit(
            title=post.thread.title,
            url=reverse("group_post", args=[post.thread.group.page.slug, post.pk]),
            text=search_words.extract([" ".join(post.text.split())], query),
            meta=[post.thread.group.page.title, name_of(post.author), moment(post.created_at)],
            is_sample=post.thread.is_sample,
        )
        for post in nearest.values()
    ]


def find_documents(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Documents with every word in their name or on one page, with that page or slide, the nearest first.

    They start from the groups that `user` may read, as posts do. One statement, and one for the groups.
    """
    texts = (
        texts_with(query, _groups(query, user), limit)
        .filter(version__document__group__in=groups_readable_by(user))
        .select_related("version__document__group__page", "version__author")
        .defer("version__document__group__page__body")[:limit]
    )
    hits = []
    for text in first_of_each(texts).values():
        version, document = text.version, text.version.document
        page, place = document.group.page, place_of(text)
        meta = (place, page.title, name_of(version.author), moment(version.created_at))
        hits.append(
            Hit(
                title=document.name,
                url=document_url(page.slug, document.pk, text.number if place else 0),
                text=search_words.extract([" ".join(text.text.split())], query) if text.number else "",
                meta=[each for each in meta if each],
                is_sample=document.is_sample,
            )
        )
    return hits


def _groups(query: Query, user: "User | AnonymousUser") -> list[int]:
    """The groups whose words are looked at, asked for once a search."""
    return query.once("groups", lambda: list(groups_readable_by(user).order_by("pk").values_list("pk", flat=True)))
