"""Who will hear of a post, and how: one rule for the line below the composer and for the mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import FollowLevel, Rhythm, Way
from ..models import Membership, Thread, WorkingGroup

if TYPE_CHECKING:
    from cop.members.models import User

OF_RHYTHM = {
    Rhythm.AT_ONCE: Way.AT_ONCE,
    Rhythm.DAILY: Way.DAILY,
    Rhythm.WEEKLY: Way.WEEKLY,
    Rhythm.MENTIONS: Way.NOT,
    Rhythm.NOTHING: Way.NOT,
}


@dataclass(frozen=True)
class Told:
    """How many people hear of a post, by way; its author is not among them."""

    at_once: int = 0
    daily: int = 0
    weekly: int = 0
    not_by_mail: int = 0

    @property
    def total(self) -> int:
        """How many get a mail, now or later."""
        return self.at_once + self.daily + self.weekly

    @property
    def words(self) -> str:
        """37 members now by mail, 12 in tonight’s digest."""
        ways = [
            (self.at_once, ngettext("%(n)d member now by mail", "%(n)d members now by mail", self.at_once)),
            (self.daily, ngettext("%(n)d in tonight’s digest", "%(n)d in tonight’s digest", self.daily)),
            (self.weekly, ngettext("%(n)d in the weekly digest", "%(n)d in the weekly digest", self.weekly)),
            (
                self.not_by_mail,
                ngettext("%(n)d reads it on the site only", "%(n)d read it on the site only", self.not_by_mail),
            ),
        ]
        return ", ".join(text % {"n": number} for number, text in ways if number) or _("nobody, you are alone here")


def hearers(
    group: WorkingGroup,
    thread: Thread | None,
    author: "User",
    *,
    mentioned: Sequence[int] = (),
    is_announcement: bool = False,
) -> QuerySet[Membership]:
    """The other members, each with the `way` in which they hear of a post of `author`.

    `thread` None: one that is just begun. `is_announcement` is asked of the first post of an announcement only: it
    reaches everybody at once, whatever they chose; answers to it go the usual ways.
    """
    rules: list[When] = []
    if is_announcement:
        rules.append(When(pk__isnull=False, then=Value(Way.AT_ONCE)))
    if mentioned:
        rules.append(When(~Q(rhythm=Rhythm.NOTHING), member__in=mentioned, then=Value(Way.AT_ONCE)))
    others = Membership.objects.active().filter(group=group).exclude(member=author)
    if thread is not None:
        others = others.alias(
            own=FilteredRelation("member__thread_follows", condition=Q(member__thread_follows__thread=thread.pk)),
            level=F("own__level"),
        )
        rules.append(When(level=FollowLevel.MUTE, then=Value(Way.NOT)))
        rules.append(When(level=FollowLevel.FOLLOW, then=Value(Way.AT_ONCE)))
    rules += [When(rhythm=rhythm, then=Value(way)) for rhythm, way in OF_RHYTHM.items()]
    return others.annotate(way=Case(*rules, default=Value(Way.NOT), output_field=CharField()))


def will_be_told(
    group: WorkingGroup,
    thread: Thread | None,
    author: "User",
    *,
    mentioned: Sequence[int] = (),
    is_announcement: bool = False,
) -> Told:
    """The same people, counted by way. One statement."""
    counted = hearers(group, thread, author, mentioned=mentioned, is_announcement=is_announcement)
    rows = counted.order_by().values("way").annotate(number=Count("pk"))  # type: ignore[misc]
    numbers = {row["way"]: row["number"] for row in rows}
    return Told(*(numbers.get(way, 0) for way in (Way.AT_ONCE, Way.DAILY, Way.WEEKLY, Way.NOT)))
