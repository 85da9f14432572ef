"""Votes as a page shows them: the ballot while one may vote, the result as bars and as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import PollKind
from ..models import BallotChoice, PollOption
from ..permissions import posting_obstacle
from .doors import Inside

if TYPE_CHECKING:
    from ..models import Poll, Post, Thread


@dataclass(frozen=True)
class OptionView:
    """One option: how many chose it, and, where the vote is named, who."""

    pk: int
    label: str
    votes: int
    is_mine: bool
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class PollView:
    """A vote beside a post."""

    pk: int
    question: str
    is_one: bool
    options: tuple[OptionView, ...]
    ballots: int
    note: str
    can_vote: bool
    has_voted: bool

    @property
    def most(self) -> int:
        """What a full bar stands for."""
        return max(self.ballots, 1)


def polls_of(inside: Inside, thread: "Thread", posts: "Iterable[Post]") -> dict[int, PollView]:
    """The votes of these posts, by post. No statement without any; else options with counts, and ballots.

    Who voted what is read for named votes, and for one's own ballot.
    """
    polls: dict[int, tuple[int, Poll]] = {}
    for post in posts:
        if (poll := getattr(post, "poll", None)) is not None:
            polls[poll.pk] = (post.pk, poll)
    if not polls:
        return {}
    options = list(
        PollOption.objects.filter(poll__in=list(polls)).annotate(votes=Count("choices")).order_by("poll", "position")
    )
    choices = BallotChoice.objects.filter(option__poll__in=list(polls)).values_list(
        "option", "option__poll", "ballot", "ballot__member", "ballot__member__name"
    )
    made: dict[int, dict[str, Any]] = {pk: {"ballots": set(), "mine": set(), "people": {}} for pk in polls}
    for option, poll_id, ballot, member, name in choices:
        made[poll_id]["ballots"].add(ballot)
        if member is not None and member == inside.user.pk:
            made[poll_id]["mine"].add(option)
        if not polls[poll_id][1].is_secret:
            made[poll_id]["people"].setdefault(option, []).append(name or _("Former member"))
    may = posting_obstacle(inside, thread) is None
    found = {}
    for poll_id, (post_id, poll) in polls.items():
        facts = made[poll_id]
        number = len(facts["ballots"])
        found[post_id] = PollView(
            pk=poll_id,
            question=poll.question,
            is_one=poll.kind == PollKind.ONE,
            options=tuple(
                OptionView(
                    option.pk,
                    option.label,
                    option.votes,
                    option.pk in facts["mine"],
                    tuple(sorted(facts["people"].get(option.pk, ()))),
                )
                for option in options
                if option.poll_id == poll_id
            ),
            ballots=number,
            note=_note(poll, number),
            can_vote=may and not poll.is_over,
            has_voted=bool(facts["mine"]),
        )
    return found


def _note(poll: "Poll", number: int) -> str:
    parts = [ngettext("%(n)d vote", "%(n)d votes", number) % {"n": number}]
    parts.append(_("secret") if poll.is_secret else _("everybody sees who chose what"))
    if poll.closes_at is not None:
        when = date_format(timezone.localtime(poll.closes_at), "j F Y, H:i")
        parts.append((_("closed %(when)s") if poll.is_over else _("closes %(when)s")) % {"when": when})
    return " · ".join(parts)
