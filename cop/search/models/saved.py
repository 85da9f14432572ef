"""A search that a member has saved, and up to when they have been told what is new in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import AlertRhythm

LONGEST_QUERY = 1_000
LONGEST_NAME = 100


class SavedSearch(models.Model):
    """`listing` names what is searched (`cop.search.listings`), `query` is all that its address asks for.

    What came up to `mark` has been reckoned with, whether a letter told of it or nothing was to be told.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    listing = models.CharField(_("what is searched"), max_length=40)
    query = models.CharField(_("words and filters"), max_length=LONGEST_QUERY, blank=True)
    rhythm = models.CharField(_("letter"), max_length=10, choices=AlertRhythm, default=AlertRhythm.WEEKLY)
    is_paused = models.BooleanField(_("paused"), default=False)
    mark = models.DateTimeField(_("told up to"), default=timezone.now)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "listing", "query"], name="search_saved_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="search_saved_has_name"),
        ]
        indexes = [models.Index(fields=["rhythm", "mark"], name="search_saved_due")]

    def __str__(self) -> str:
        return self.name
