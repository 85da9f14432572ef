"""What stands on the public face of a group beside its row: picture, topics, what it has put into the library; and the
list of groups with its filters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cop.core import pictures
from cop.taxonomy.gathering import topic_url
from cop.taxonomy.models import Topic
from resources.selectors.related import Kin, rows_beside
from resources.selectors.resources import NEWEST_FIRST, TEXTS, day, kind_of, resources_visible_to

from ..choices import Joining
from ..models import GroupTopic
from .doors import Inside
from .groups import groups_visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    from ..models import WorkingGroupPage

MOST_OUTPUTS = 4
CARD_PICTURE = pictures.shape(480, 800, cut="2:1", sizes="(width >= 48rem) 22rem, calc(100vw - 2rem)")
# Beside the name; narrow windows show none, and do not fetch it either.
PICTURE = replace(CARD_PICTURE, sizes="20.5rem")


@dataclass(frozen=True)
class OutputRow:
    """Something in the library that comes from the group."""

    title: str
    url: str
    meta: list[str]
    is_sample: bool


@dataclass(frozen=True)
class GroupCard:
    """A group in the list."""

    page: "WorkingGroupPage"
    picture: SafeString
    kind: str


def _card_words(page: "WorkingGroupPage") -> str:
    """Criterion 6 · archived."""
    return f"{page.criterion_name} · {_('archived')}" if page.group.is_archived else page.criterion_name


def topics_of(page: "WorkingGroupPage") -> list[Topic]:
    """Its topics, by name. One statement."""
    items = GroupTopic.objects.filter(content_object=page.pk).select_related("tag")
    return sorted((item.tag for item in items), key=lambda topic: topic.name.casefold())


def topic_links(topics: Iterable[Topic]) -> list[tuple[str, str]]:
    """Name of each topic and its page."""
    return [(topic.name, topic_url(topic.slug)) for topic in topics]


def picture_of(page: "WorkingGroupPage") -> SafeString:
    """The group's picture, an ornament; empty where it has none.

    One statement, two while the cache does not know its sizes; none without a picture.
    """
    return pictures.html(page.picture, PICTURE, alt="")


def outputs_of(inside: Inside) -> list[OutputRow]:
    """The newest resources that come from this group and that the viewer may read. One statement."""
    found = resources_visible_to(inside.user).filter(context_items__page=inside.page.pk).defer(*TEXTS)
    return [
        OutputRow(
            title=each.title, url=each.get_absolute_url(), meta=[kind_of(each), day(each)], is_sample=each.is_sample
        )
        for each in found.order_by(*NEWEST_FIRST)[:MOST_OUTPUTS]
    ]


def library_beside(inside: Inside, topics: Iterable[Topic]) -> list[dict[str, Any]]:
    """What of the library is on the group's topics or on its criterion and comes from elsewhere, as the component “row”
    takes it. One statement."""
    kin = Kin(topics=[topic.slug for topic in topics], criteria=[inside.page.criterion])
    return rows_beside(kin, inside.user, not_from=inside.page.pk)


def index_context(user: "User | AnonymousUser", query: QueryDict) -> dict[str, Any]:
    """The groups that `user` may know of, and that fit the topic and the way of joining in the address.

    Statements: groups, their rows, their topics; pictures and their sizes where there are any. What nobody offers
    changes nothing.
    """
    pages = groups_visible_to(user)
    prefetch_related_objects(pages, "group", "topic_items__tag", "picture")
    pictures.fetch((page.picture, CARD_PICTURE) for page in pages if page.picture)
    topics = {item.tag.slug: item.tag.name for page in pages for item in page.topic_items.all()}
    ways = {page.group.joining for page in pages}
    topic, way = query.get("topic", ""), query.get("joining", "")
    topic, way = topic if topic in topics else "", way if way in ways else ""
    fitting = [
        page
        for page in pages
        if (not way or page.group.joining == way)
        and (not topic or any(item.tag.slug == topic for item in page.topic_items.all()))
    ]
    named_topics = sorted(topics.items(), key=lambda pair: pair[1].casefold())
    named_ways = [(each.value, capfirst(str(each.label))) for each in Joining if each in ways]
    return {
        "groups": [
            GroupCard(page, pictures.html(page.picture, CARD_PICTURE, alt=""), _card_words(page)) for page in fitting
        ],
        "is_filtered": bool(topic or way),
        "chosen": bool(topic) + bool(way),
        "topics": _chips("topic", _("All topics"), named_topics, topic, {"joining": way}),
        "ways": _chips("joining", _("All groups"), named_ways, way, {"topic": topic}),
    }


def _chips(
    name: str, everything: str, options: Iterable[tuple[str, str]], chosen: str, others: dict[str, str]
) -> list[dict[str, Any]]:
    """One link for each option, which keeps the other filter; none where there is nothing to choose."""
    kept = {key: value for key, value in others.items() if value}
    offered = list(options)
    if len(offered) < 2:
        return []
    return [
        {
            "label": label,
            "url": f"?{urlencode({**kept, name: value})}" if value else f"?{urlencode(kept)}" if kept else "?",
            "current": value == chosen,
        }
        for value, label in [("", everything), *offered]
    ]


def library_url(inside: Inside) -> str:
    """All of them, in the library."""
    return f"{reverse('library')}?{urlencode({'group': inside.page.slug})}"
