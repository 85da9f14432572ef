"""Which resources are near to something: they come from the same event or group, share topics, criteria or regions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from .catalogue import CODE, PAGE, catalogue
from .resources import Viewer, day, in_order, kind_of

MOST = 4


@dataclass(frozen=True)
class Kin:
    """What something has to say about itself: numbers of pages that it comes from (or its own), address parts of
    topics, numbers of criteria, codes of regions."""

    pages: Collection[int] = ()
    topics: Collection[str] = ()
    criteria: Collection[int] = ()
    regions: Collection[str] = ()


def nearest(
    kin: Kin,
    user: Viewer,
    most: int,
    *,
    alike_only: bool,
    without: Iterable[int] = (),
    not_from: int | None = None,
) -> list[int]:
    """Numbers of resources that `user` may read: from the same event or group first, then on the same topic, criterion,
    region, and the newest first among equals. `alike_only`: none that shares nothing. Statements: those of the
    catalogue, and one for a member where some resources are guarded."""
    known = catalogue()
    index = known.index
    shared = [
        index.any_of(PAGE, map(str, kin.pages)),
        index.any_of("topic", kin.topics),
        index.any_of("criterion", map(str, kin.criteria)),
        index.any_of(CODE, kin.regions),
    ]
    among = known.visible_to(user) & ~index.of(without)
    if not_from is not None:
        among &= ~index.any_of(PAGE, [str(not_from)])
    found: list[int] = []
    # From those that share everything to those that share nothing; what comes first in the list counts more.
    for shares in product((True, False), repeat=len(shared)):
        if len(found) == most or (alike_only and not any(shares)):
            break
        fitting = among
        for bits, is_shared in zip(shared, shares, strict=True):
            fitting &= bits if is_shared else ~bits
        found += index.first(fitting, most - len(found))
    return found


def rows_beside(kin: Kin, user: Viewer, *, not_from: int | None = None) -> list[dict[str, Any]]:
    """What of the library is near to a page of another room, as the component “row” takes it. `not_from`: what comes
    from the page with this number stands there already. One statement beyond those of `nearest`; none where nothing is
    near."""
    if not any((kin.pages, kin.topics, kin.criteria, kin.regions)):
        return []
    numbers = nearest(kin, user, MOST, alike_only=True, not_from=not_from)
    return [
        {
            "title": resource.title,
            "url": resource.get_absolute_url(),
            "meta": [kind_of(resource), day(resource)],
            "sample": resource.is_sample,
        }
        for resource in in_order(user, numbers, parts=False)
    ]
