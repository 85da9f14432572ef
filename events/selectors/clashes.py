"""What an editor of a programme should look at: a room or a person that is in two sessions at once."""

from collections import defaultdict
from itertools import combinations

from django.utils.translation import gettext as _

from ..models import EventPage, Session
from .programme import sessions_of


def clashes_of(event: EventPage) -> dict[int, list[str]]:
    """Warnings in words by the id of the session; nothing of cancelled ones. One statement, whatever their number.

    They are warnings: two sessions may share a foyer, and a moderator may look into two rooms.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for one, two in combinations([each for each in sessions_of(event) if not each.is_cancelled], 2):
        if one.overlaps(two):
            for here, there in ((one, two), (two, one)):
                found[here.pk] += _shared(here, there)
    return {pk: words for pk, words in found.items() if words}


def _shared(here: Session, there: Session) -> list[str]:
    words = []
    if here.room_id is not None and here.room_id == there.room_id:
        words.append(_("%(room)s is also taken by “%(title)s”.") % {"room": here.room, "title": there.title})
    elsewhere = {person.id for person in there.people}
    words += [
        _("%(name)s is also in “%(title)s”.") % {"name": person.name, "title": there.title}
        for person in here.people
        if person.id in elsewhere
    ]
    return words
