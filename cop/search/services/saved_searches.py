"""Saving a search, and what a member does with it afterwards. Nobody else sees these rows, so they are not logged."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from .. import listings
from ..choices import AlertRhythm
from ..models import SavedSearch
from ..models.saved import LONGEST_NAME, LONGEST_QUERY
from ..query import typed
from ..refusals import Reason, SearchRefused

if TYPE_CHECKING:
    from datetime import datetime

    from cop.members.models import User

MOST_SAVED = 30


@transaction.atomic
def save_search(
    *, member: "User", listing: str, query: str, name: str, rhythm: AlertRhythm, now: "datetime | None" = None
) -> SavedSearch:
    """Keep it; letters tell of what is published from now on. Raises `SearchRefused`: NOTHING, TOO_LONG, NO_NAME,
    ALREADY, TOO_MANY."""
    known = listings.find_listing(listing)
    pairs = known.understood(query) if known is not None else None
    if pairs is None:
        raise SearchRefused(Reason.NOTHING)
    kept = listings.encoded(pairs)
    if len(kept) > LONGEST_QUERY:
        raise SearchRefused(Reason.TOO_LONG)
    # One after the other: two windows of one member must not pass the limit together.
    get_user_model().objects.select_for_update().get(pk=member.pk)
    mine = SavedSearch.objects.filter(member=member)
    if mine.filter(listing=listing, query=kept).exists():
        raise SearchRefused(Reason.ALREADY)
    if mine.count() >= MOST_SAVED:
        raise SearchRefused(Reason.TOO_MANY)
    now = now or timezone.now()
    return SavedSearch.objects.create(
        member=member, listing=listing, query=kept, name=_name(name), rhythm=rhythm, mark=now, created_at=now
    )


def change_search(*, search: SavedSearch, name: str, rhythm: AlertRhythm) -> None:
    """Another name or rhythm; what has been told stays told. Raises `SearchRefused`: NO_NAME."""
    SavedSearch.objects.filter(pk=search.pk).update(name=_name(name), rhythm=rhythm)


def pause_search(*, search: SavedSearch) -> None:
    """No letters until it is resumed; a second time changes nothing."""
    SavedSearch.objects.filter(pk=search.pk).update(is_paused=True)


def resume_search(*, search: SavedSearch, now: "datetime | None" = None) -> None:
    """Letters again, of what is published from now on: whoever paused does not want it all at once."""
    SavedSearch.objects.filter(pk=search.pk, is_paused=True).update(is_paused=False, mark=now or timezone.now())


def delete_search(*, search: SavedSearch) -> None:
    """Gone; a letter that is on its way tells nothing of it any more."""
    SavedSearch.objects.filter(pk=search.pk).delete()


def _name(name: str) -> str:
    name = typed(name)[:LONGEST_NAME].strip()
    if not name:
        raise SearchRefused(Reason.NO_NAME)
    return name
