"""Titles of what everybody may read, for suggestions while one types; found by their beginning or by that of a word."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..begins import FoldedField

LONGEST_KEY = 60


class Title(models.Model):
    """One suggestion. `page`: the page it leads to, or that must be public for it to be shown; `url` "": that page."""

    # What it was made from, so that making it again finds it.
    source = models.CharField(max_length=250, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=255)
    url = models.CharField(_("address"), max_length=400, blank=True)
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class TitleKey(models.Model):
    """The folded title from its first word on, and from each further word on. The lower `rank` is shown first."""

    key = FoldedField(max_length=LONGEST_KEY, db_index=True)
    rank = models.PositiveSmallIntegerField()
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
