"""What the site's search finds of this room beside its pages: what is written in groups that the viewer may read."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.stored.words import place_of
from cop.search import words as search_words
from cop.search.query import Query
from cop.search.registry import Hit, register_source

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
    register_source(key="discussions", label=_("Discussions"), order=25, find=find_posts)
    register_source(key="documents", label=_("Documents of working groups"), order=26, find=find_documents)


def find_posts(query: Query, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Posts with every word in their text or their thread's title, the nearest first, one a thread.

    They start from the groups that `user` may read: nothing of another can be found, counted or told from the time.
    Two statements, and one for the groups (see `_groups`).
    """
    groups = _groups(query, user)
    ids = list(posts_with(query, groups, limit).filter(thread__group__in=groups).values_list("pk", flat=True)[:limit])
    # By themselves: with so many tables PostgreSQL no longer begins with the few rows that were found.
    rows = Post.objects.select_related("thread__group__page", "author").defer("html", "thread__group__page__body")
    known = rows.filter(thread__group__in=groups, deleted_at__isnull=True).in_bulk(ids)
    nearest: dict[int, Post] = {}
    for post in (known[pk] for pk in ids if pk in known):
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

    They start from the groups that `user` may read, as posts do. Two statements, and one for the groups.
    """
    groups = _groups(query, user)
    found = texts_with(query, groups, limit).filter(version__document__group__in=groups)
    ids = list(found.values_list("pk", flat=True)[:limit])
    rows = DocumentText.objects.select_related("version__document__group__page", "version__author")
    known = rows.filter(version__document__group__in=groups).defer("version__document__group__page__body").in_bulk(ids)
    texts = [known[pk] for pk in ids if pk in known]
    hits = []
    for text in first_of_each(texts).values():
        version, document = text.version, text.version.document
        page, place = document.group.page, place_of(text)
        meta = (page.title, name_of(version.author), moment(version.created_at))
        hits.append(
            Hit(
                title=document.name,
                url=document_url(page.slug, document.pk, text.number if place else 0),
                text=search_words.extract([" ".join(text.text.split())], query) if text.number else "",
                meta=[each for each in meta if each],
                is_sample=document.is_sample,
                place=place,
            )
        )
    return hits


def _groups(query: Query, user: "User | AnonymousUser") -> list[int]:
    """The groups that this viewer may read, asked for once a search: whose words are looked at, whose rows shown."""
    return query.once("groups", lambda: list(groups_readable_by(user).order_by("pk").values_list("pk", flat=True)))
