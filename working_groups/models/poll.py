"""Votes that a post asks for."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import PollKind
from .post import Post

if TYPE_CHECKING:
    from datetime import datetime


class Poll(models.Model):
    """A question with options, beside a post."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("choices"), max_length=4, choices=PollKind, default=PollKind.ONE)
    # Secret: nobody is shown who chose what; the row knows, because each member votes once and may change it.
    is_secret = models.BooleanField(_("secret"), default=True)
    closes_at: "models.DateTimeField[datetime | None]" = models.DateTimeField(_("closes"), null=True, blank=True)

    def __str__(self) -> str:
        return self.question

    @property
    def is_over(self) -> bool:
        """Is its closing date past?"""
        return self.closes_at is not None and self.closes_at <= timezone.now()


class PollOption(models.Model):
    """One thing that can be chosen."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="working_groups_option_position")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Ballot(models.Model):
    """One member's vote in one poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    # Empty where the account was deleted: the count stays.
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    cast_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="working_groups_one_ballot")]

    def __str__(self) -> str:
        return f"{self.poll_id} · {self.member_id}"


class BallotChoice(models.Model):
    """One option on a ballot. `slot`: 0 where one may be chosen, else the option's position; the constraint counts."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="choices")
    slot = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "slot"], name="working_groups_one_choice_a_slot"),
            models.CheckConstraint(condition=Q(slot__lte=20), name="working_groups_most_choices"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} · {self.option_id}"
