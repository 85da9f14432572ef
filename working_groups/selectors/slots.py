"""The times of a date poll with what members say to them, and which is best."""

from typing import TYPE_CHECKING, cast

from django.db.models import Count, Q, QuerySet

from ..choices import SlotChoice
from ..models import DateSlot

if TYPE_CHECKING:

    class CountedSlot(DateSlot):
        """A time with what `counted` adds to it."""

        yes: int
        maybe: int
        no: int

        class Meta:
            abstract = True


def counted(poll_id: int) -> "QuerySet[CountedSlot]":
    """The times in their order with numbers of yes, maybe, no; accounts that are switched off do not count."""

    def number(choice: str) -> Count:
        return Count("answers", filter=Q(answers__choice=choice, answers__member__is_active=True))

    found = DateSlot.objects.filter(poll=poll_id).annotate(
        yes=number(SlotChoice.YES), maybe=number(SlotChoice.MAYBE), no=number(SlotChoice.NO)
    )
    return cast("QuerySet[CountedSlot]", found)


def best_of(slots: "list[CountedSlot]") -> "CountedSlot | None":
    """Most yes; of those, most if need be; of those, the earliest. None where nobody could come at all."""
    able = [each for each in slots if each.yes or each.maybe]
    return min(able, key=lambda each: (-each.yes, -each.maybe, each.starts_at, each.pk), default=None)


def best_slot(poll_id: int) -> "CountedSlot | None":
    """The same, of the database. One statement."""
    return best_of(list(counted(poll_id)))
