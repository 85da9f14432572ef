"""What the site's search finds of this room beside its pages: what is written in groups that the viewer may read."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.search import words as search_words
from cop.search.registry import Hit, register_source

from .models import Post
from .permissions import groups_readable_by
from .selectors.discussion import moment, name_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def register() -> None:
    """Called once, when the apps are ready."""
    register_source(key="discussions", label=_("Discussions"), order=25, find=find_posts)


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
