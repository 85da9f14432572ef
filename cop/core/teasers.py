"""How a page is shown where another room points to it: related items, newsletters. Rooms sign up in ready().

A low room may show pages of a higher one (news show events) without knowing them: it asks here. A type of page that
nobody has signed up for shows its title and summary.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from wagtail.models import Page

from cop.core.addresses import address_of
from cop.core.models import live_pages_visible_to
from cop.core.serving import own, with_own_fields

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


@dataclass(frozen=True)
class Teaser:
    """A page in a few words. `url` is a path of ours; `date` is in words already."""

    page_id: int
    kind: str
    title: str
    text: str
    url: str
    date: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Kind:
    """How a type of page is called, in one and in many, and what its date is."""

    label: str | Promise
    plural: str | Promise
    date: Callable[[Any], str]
    order: int


_kinds: dict[type[Page], Kind] = {}


def register(
    model: type[Page],
    *,
    label: str | Promise,
    plural: str | Promise,
    date: Callable[[Any], str] = lambda page: "",
    order: int = 100,
) -> None:
    """Pages of this type are called so; they can be chosen for newsletters. `order` is that of the groups there."""
    _kinds[model] = Kind(label, plural, date, order)


def registered() -> list[tuple[type[Page], Kind]]:
    """All types that have signed up, in their order."""
    return sorted(_kinds.items(), key=lambda item: item[1].order)


def teaser_of(page: Page) -> Teaser:
    """A page, given as what it is (`specific`), in a few words; no statement."""
    kind = _kinds.get(type(page))
    return Teaser(
        page_id=page.pk,
        kind=str(kind.label) if kind else "",
        title=page.title,
        text=getattr(page, "summary", "") or page.search_description,
        url=address_of(page),
        date=kind.date(page) if kind else "",
        is_sample=getattr(page, "is_sample", False),
    )


def teasers_for(user: "User | AnonymousUser", page_ids: Iterable[int]) -> list[Teaser]:
    """The pages that `user` may read, in the order of their numbers as given; one statement."""
    ids = list(page_ids)
    if not ids:
        return []
    found = with_own_fields(live_pages_visible_to(Page.objects.filter(pk__in=ids), user)).in_bulk()
    pages = [own(found[pk]) for pk in ids if pk in found]
    return [teaser_of(page) for page in pages if page is not None]
