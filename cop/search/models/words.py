"""Words that occur in what everybody may read, for “did you mean”; and the keys by which near ones are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..begins import FoldedField

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
