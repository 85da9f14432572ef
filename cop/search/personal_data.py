"""What of this room a member takes along, and what goes with them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.privacy.personal_data import Collected, Record, declare, declare_all, eraser, export_chapter
from cop.privacy.retention import Rule, note, rule

from .models import SavedSearch, SilentSearch
from .selectors.saved import what_is_saved

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("searches", title=gettext_lazy("Saved searches"), order=45)
def collect(member: "User") -> Collected:
    """Each with what it looks for and how often a letter comes; one statement."""
    searches = SavedSearch.objects.filter(member=member).order_by("created_at", "pk")
    return Collected(
        [
            Record(
                search.name,
                [
                    ("what", _("What it looks for"), what_is_saved(search.listing, search.query)),
                    ("query", _("Words and filters"), search.query),
                    ("rhythm", _("Letter"), search.get_rhythm_display()),
                    ("is_paused", _("Paused"), search.is_paused),
                    ("told_up_to", _("Told up to"), search.mark),
                    ("saved_at", _("Saved"), search.created_at),
                ],
            )
            for search in searches
        ]
    )


@eraser("searches", order=40)
def erase(member: "User") -> None:
    """Nobody else has them."""
    SavedSearch.objects.filter(member=member).delete()


note(
    "saved-searches",
    what=gettext_lazy("Searches that a member has saved"),
    counted_from=gettext_lazy("saving them"),
    kept=gettext_lazy("until they are deleted, or the account is"),
    why=gettext_lazy("To tell of what is new in them."),
    order=64,
)


@rule(
    "silent-searches",
    what=gettext_lazy("Words that found nothing, counted by day"),
    counted_from=gettext_lazy("the day"),
    days=365,
    why=gettext_lazy("So that editors learn what is missing; nothing says who looked for it."),
    order=65,
)
def remove_old_silences(now: datetime, kept: Rule) -> int:
    return SilentSearch.objects.filter(day__lte=kept.before(now).date()).delete()[0]


declare(SavedSearch, exported="searches", erased="searches")
declare_all(
    "Words and titles of what everybody may read, made from pages and files again and again.",
    "search.PublicWord",
    "search.WordKey",
    "search.CountedText",
    "search.Title",
    "search.TitleKey",
)
declare_all("Since when pages that were closed are open to which groups.", "search.PageOpening")
declare_all(
    "Words and numbers by day; what looks like an address or a number is not kept, and nothing says who looked for it.",
    "search.SilentSearch",
)
declare_all("What editors recommend to everybody.", "search.PromotedResult")
