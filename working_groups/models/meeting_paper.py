"""Documents that belong to a meeting: papers for the agenda, slides that were shown."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .meeting import Meeting

if TYPE_CHECKING:
    from datetime import datetime


class MeetingPaper(models.Model):
    """That a shared document belongs to a meeting of the same group, as its paper number so and so.

    The document stays what it is: its states, versions and readers are its own. One that has gone to another group
    with its discussion counts no more (`selectors.papers` asks for the group on both sides).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey("working_groups.Document", on_delete=models.CASCADE, related_name="papers")
    # In the order in which they were chosen.
    number = models.PositiveIntegerField()
    added_at: "models.DateTimeField[datetime]" = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("document of a meeting")
        verbose_name_plural = _("documents of meetings")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "document"], name="working_groups_paper_once"),
            models.UniqueConstraint(fields=["meeting", "number"], name="working_groups_paper_number"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.number} · {self.document_id}"
