"""Where others speak to a member and the member has not looked yet, for "my page"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.dates import date_range

from ..models import Mention, ReadMarker
from ..permissions import groups_readable_by
from .members import member_name

if TYPE_CHECKING:
    from cop.members.models import User

MOST = 5


@dataclass(frozen=True)
class MentionRow:
    """A post that mentions me: its discussion, who wrote it, where and when."""

    title: str
    url: str
    meta: list[str]


def unread_mentions_of(member: "User") -> list[MentionRow]:
    """The newest of them; one statement. Groups that they can no longer read and deleted posts are left out."""
    seen = ReadMarker.objects.filter(
        thread=OuterRef("post__thread"), member=member, number__gte=OuterRef("post__number")
    )
    found = Mention.objects.filter(
        ~Exists(seen), member=member, post__deleted_at=None, post__thread__group__in=groups_readable_by(member)
    ).select_related("post__author", "post__thread__group__page")
    found = found.defer("post__text", "post__html", "post__thread__group__page__body")
    return [_row(each) for each in found.order_by("-post__created_at", "-pk")[:MOST]]


def _row(mention: Mention) -> MentionRow:
    post = mention.post
    page = post.thread.group.page
    author = member_name(post.author) if post.author is not None else _("Former member")
    return MentionRow(
        title=post.thread.title,
        url=reverse("group_post", args=[page.slug, post.pk]),
        meta=[author, page.title, date_range(timezone.localdate(post.created_at))],
    )
