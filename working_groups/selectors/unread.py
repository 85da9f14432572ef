"""What a member finds unread in their groups, for "my page"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext

from ..choices import GroupRole, MembershipState
from ..models import Membership, Mention, ReadMarker, Thread

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True)
class GroupRow:
    """One of my groups: what I am there, how many discussions hold something new, how often I am mentioned in it."""

    title: str
    url: str
    meta: list[str]
    badges: list[tuple[str, str]]


def groups_of(member: "User") -> list[GroupRow]:
    """The groups to which the member belongs, by name, each with what is unread. One statement.

    Discussions that ended before the member joined are not held against them.
    """
    read = ReadMarker.objects.filter(thread=OuterRef("pk"), member=member, number__gte=OuterRef("last_number"))
    threads = Thread.objects.filter(~Exists(read), group=OuterRef("group"), last_post_at__gt=OuterRef("joined_at"))
    seen = ReadMarker.objects.filter(
        thread=OuterRef("post__thread"), member=member, number__gte=OuterRef("post__number")
    )
    mentions = Mention.objects.filter(~Exists(seen), member=member, post__thread__group=OuterRef("group"))
    mine = (
        Membership.objects.filter(member=member, state=MembershipState.ACTIVE)
        .select_related("group__page")
        .defer("group__page__body")
        .annotate(
            unread=_number(threads.values(key=F("group"))),
            mentions=_number(mentions.values(key=F("post__thread__group"))),
        )
        .order_by("group__page__title", "pk")
    )
    return [_row(each, each.unread, each.mentions) for each in mine]


def _number(rows: "QuerySet") -> Coalesce:
    counted = rows.order_by().annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(membership: Membership, unread: int, mentions: int) -> GroupRow:
    page = membership.group.page
    badges = []
    if mentions:
        badges.append((ngettext("%(n)d mention", "%(n)d mentions", mentions) % {"n": mentions}, "blue"))
    if unread:
        badges.append((ngettext("%(n)d unread", "%(n)d unread", unread) % {"n": unread}, "blue"))
    return GroupRow(
        title=page.title,
        url=reverse("group_discussion", args=[page.slug]),
        meta=[capfirst(str(GroupRole(membership.role).label))],
        badges=badges,
    )
