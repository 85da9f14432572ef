"""Asking for a vote, and voting."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..choices import PollKind
from ..models import Ballot, BallotChoice, Poll, PollOption, Post
from ..permissions import posting_obstacle
from ..refusals import Reason, Refused
from ..writing import PollAsked
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

MOST_OPTIONS = 20


def add_poll(*, post: Post, asked: PollAsked) -> Poll:
    """Put a vote beside a post that its author is just writing; inside the transaction of the post."""
    poll = Poll.objects.create(
        post=post,
        question=asked.question,
        kind=asked.kind,
        is_secret=asked.is_secret,
        closes_at=asked.closes_at,
    )
    labels = list(dict.fromkeys(asked.options))[:MOST_OPTIONS]
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, position=number, label=label) for number, label in enumerate(labels, start=1)]
    )
    return poll


@transaction.atomic
def vote(*, poll: Poll, member: "User", options: Sequence[int], now: datetime | None = None) -> Ballot:
    """Vote, or change one's vote until the poll closes; `options` are ids. Members who may write vote.

    Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, CLOSED, GONE, VOTE_OVER, VOTE_WRONG) and leaves an earlier vote as it
    was then.
    """
    now = now or timezone.now()
    thread = poll.post.thread
    inside = inside_now(thread.group_id, member)
    locked = Poll.objects.select_for_update(of=("self",)).select_related("post__thread").get(pk=poll.pk)
    if locked.post.is_deleted:
        raise Refused(Reason.GONE)
    if reason := posting_obstacle(inside, locked.post.thread):
        raise Refused(reason)
    if locked.closes_at is not None and locked.closes_at <= now:
        raise Refused(Reason.VOTE_OVER)
    chosen = list(PollOption.objects.filter(poll=locked, pk__in=set(options)))
    if not chosen or len(chosen) != len(set(options)) or (locked.kind == PollKind.ONE and len(chosen) != 1):
        raise Refused(Reason.VOTE_WRONG)
    ballot, is_new = Ballot.objects.get_or_create(poll=locked, member=member, defaults={"cast_at": now})
    if not is_new:
        ballot.choices.all().delete()
        Ballot.objects.filter(pk=ballot.pk).update(cast_at=now)
    BallotChoice.objects.bulk_create(
        [
            BallotChoice(ballot=ballot, option=option, slot=0 if locked.kind == PollKind.ONE else option.position)
            for option in chosen
        ]
    )
    return ballot
