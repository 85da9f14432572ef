"""What the site's search finds of this room beside its pages: what is written in groups that the viewer may read."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.search import words as search_words
from cop.search.registry import Hit, register_source

from .models import DocumentText, Post
from .permissions import groups_readable_by
from .selectors.attachments import document_url
from .selectors.discussion import moment, name_of
from .selectors.document_finding import find_texts, texts_with
from .selectors.document_words import place_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="discussions", label=_("Discussions"), order=25, find=find_posts)
    register_source(key="documents", label=_("Documents of working groups"), order=26, find=find_documents)


def find_posts(words: str, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Posts with every word in their text or their thread's title, the newest first, one a thread. One statement.

    They start from the groups that `user` may read: nothing of another can be found, counted or told from the time.
    """
    wanted = words.split()
    fits = Q()
    for word in wanted:
        fits &= Q(text__icontains=word) | Q(thread__title__icontains=word)
    posts = (
        Post.objects.filter(fits, thread__group__in=groups_readable_by(user), deleted_at__isnull=True)
        .select_related("thread__group__page", "author")
        .defer("html", "thread__group__page__body")
        .order_by("-created_at", "-pk")[:limit]
    )
    newest: dict[int, Post] = {}
    for post in posts:
        newest.setdefault(post.thread_id, post)
    return [
        Hit(
            title=post.thread.title,
            url=reverse("group_post", args=[post.thread.group.page.slug, post.pk]),
            text=search_words.extract([" ".join(post.text.split())], wanted),
            meta=[post.thread.group.page.title, name_of(post.author), moment(post.created_at)],
            is_sample=post.thread.is_sample,
        )
        for post in newest.values()
    ]


def find_documents(words: str, user: "User | AnonymousUser", limit: int) -> list[Hit]:
    """Documents with every word in their name or on one page, with that page or slide, the newest first. One statement.

    They start from the groups that `user` may read, as posts do.
    """
    wanted = words.split()
    texts = (
        find_texts(texts_with(wanted))
        .filter(version__document__group__in=groups_readable_by(user))
        .select_related("version__document__group__page", "version__author")
        .defer("version__document__group__page__body")[:limit]
    )
    first: dict[int, DocumentText] = {}
    for text in texts:
        known = first.get(text.version_id)
        if known is None or known.number == 0:
            first[text.version_id] = text
    hits = []
    for text in first.values():
        version, document = text.version, text.version.document
        page, place = document.group.page, place_of(text)
        meta = (place, page.title, name_of(version.author), moment(version.created_at))
        hits.append(
            Hit(
                title=document.name,
                url=document_url(page.slug, document.pk, text.number if place else 0),
                text=search_words.extract([" ".join(text.text.split())], wanted) if text.number else "",
                meta=[each for each in meta if each],
                is_sample=document.is_sample,
            )
        )
    return hits
