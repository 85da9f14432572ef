"""What editors put on top of a search: a page or an address for certain words, for a time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cop.core.folding import tokens

LONGEST_WORDS = 500


class PromotedResult(models.Model):
    """For searches that hold all words of one line of `words`. Exactly one of `page` and `address`."""

    words = models.TextField(
        _("words"),
        max_length=LONGEST_WORDS,
        help_text=_("One or several words a line. A search that holds all words of a line shows it: accents, capitals "
                    "and the order do not matter."),
    )  # fmt: skip
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Shown only to those who may read it."),
    )
    address = models.URLField(_("or an address"), blank=True, max_length=400)
    title = models.CharField(
        _("title"), max_length=150, blank=True, help_text=_("Needed for an address; a page has its own.")
    )
    text = models.CharField(_("text"), max_length=300, blank=True, help_text=_("One sentence: why it fits."))
    begins = models.DateTimeField(_("from"), null=True, blank=True)
    ends = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("recommended result")
        verbose_name_plural = _("recommended results")
        ordering = ["words", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, address="") | models.Q(page=None) & ~models.Q(address=""),
                name="search_promoted_leads_to_one",
            ),
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) | ~models.Q(title=""), name="search_promoted_has_title"
            ),
            models.CheckConstraint(
                condition=models.Q(begins=None) | models.Q(ends=None) | models.Q(ends__gt=models.F("begins")),
                name="search_promoted_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return " / ".join(line.strip() for line in self.words.splitlines() if line.strip())

    def clean(self) -> None:
        """In the words of the form. Raises `ValidationError`."""
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"page": _("Choose a page, or enter an address; not both.")})
        if self.address and not self.title:
            raise ValidationError({"title": _("Give the address a title.")})
        if self.begins and self.ends and self.ends <= self.begins:
            raise ValidationError({"ends": _("It ends before it begins.")})
        if not any(lines_of(self.words)):
            raise ValidationError({"words": _("Enter at least one word.")})


def lines_of(words: str) -> list[frozenset[str]]:
    """The words of each line, folded; empty lines are left out."""
    return [found for line in words.splitlines() if (found := frozenset(tokens(line)))]
