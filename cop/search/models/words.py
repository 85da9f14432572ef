"""Words that occur in what everybody may read, for “did you mean”; and the keys by which near ones are found."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..begins import FoldedField

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_KEY = 40


class PublicWord(models.Model):
    """A word without case and accents, how it is mostly written, and in how many public things it stands."""

    word = FoldedField(_("word"), max_length=LONGEST_KEY, unique=True)
    shown = models.CharField(_("as it is written"), max_length=60)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("public word")
        verbose_name_plural = _("public words")
        default_permissions = ()

    def __str__(self) -> str:
        return self.shown


class WordKey(models.Model):
    """The word with doubled letters made single, whole and with each letter left out once (`cop.search.nearness`)."""

    key = FoldedField(max_length=LONGEST_KEY, db_index=True)
    word = models.ForeignKey(PublicWord, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class CountedText(models.Model):
    """That the words of a public row have been counted, with what was counted, so that they can be taken out again.

    `source` is a key of `cop.search.public_texts`, `number` the row's; not a foreign key, because the row may be gone.
    """

    source = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    # Each word once, as it is written, packed; empty once they were taken out.
    words = models.BinaryField()
    is_counted = models.BooleanField(default=True)
    # When everybody could read it for the first time; hiding and showing it again changes nothing.
    counted_at: "models.DateTimeField[datetime]" = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="search_text_counted_once")]
        indexes = [models.Index(fields=["source", "counted_at"], name="search_text_counted_at")]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
