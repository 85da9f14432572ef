"""Since when a page that was not open to all members is open to whom, so that letters tell of it when it opens."""

from typing import TYPE_CHECKING

from django.db import models
from wagtail.models import Page

if TYPE_CHECKING:
    from datetime import datetime

# Open to all who have an account; to nobody.
ALL, NOBODY = "all", "nobody"


class PageOpening(models.Model):
    """The page could be read by `audience` (`ALL`, `NOBODY`, numbers of groups) from `moment` on, for the first time.

    A page that never was restricted to groups has no row: whoever has an account reads it since it was published.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=500)
    moment: "models.DateTimeField[datetime]" = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "audience"], name="search_page_opened_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.audience}"

    def is_for(self, groups: frozenset[int] | set[int]) -> bool:
        """Is a member of these groups among the audience?"""
        return self.audience == ALL or (self.audience != NOBODY and bool(groups & groups_in(self.audience)))


def audience_of(groups: frozenset[int] | set[int] | None) -> str:
    """As a row keeps it; None: all members."""
    if groups is None:
        return ALL
    return ",".join(map(str, sorted(groups))) or NOBODY


def groups_in(audience: str) -> set[int]:
    """What `audience_of` was given."""
    return {int(each) for each in audience.split(",") if each.isdigit()}
