"""How much a group was used in one month: numbers, and nobody behind them.

Who reads what must not be written down, and still each reader counts once a month. So a membership holds the month in
which its member last read something, and nothing else: when that month moves on, one is added here. The mark is written
over by the next month and goes with the membership; these numbers point to nobody.
Why: docs/decisions/counting-readers.md.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupMonth(models.Model):
    """One group in one month: members who read something, and downloads of its documents."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="months")
    # Its first day, on the clock of the site.
    month = models.DateField(_("month"))
    readers = models.PositiveIntegerField(_("readers"), default=0)
    downloads = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("month of a group")
        verbose_name_plural = _("months of groups")
        constraints = [models.UniqueConstraint(fields=["group", "month"], name="working_groups_one_month")]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.month}"
