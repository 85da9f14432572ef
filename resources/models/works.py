"""A published work as a row: what lists of sources are made of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cop.core.dois import clean_doi, doi_address


class Work(Orderable):
    """A published work, with its DOI where it has one; each list of works is a model of its own."""

    title = models.CharField(_("title"), max_length=300)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    doi = models.CharField(_("DOI"), max_length=100, blank=True)
    url = models.URLField(_("address"), blank=True)
    note = models.CharField(_("what it is"), max_length=300, blank=True)

    panels = [FieldPanel(name) for name in ("title", "authors", "year", "publisher", "doi", "url", "note")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        try:
            self.doi = clean_doi(self.doi)
        except ValidationError as problem:
            raise ValidationError({"doi": problem}) from problem

    @property
    def address(self) -> str:
        """Where it can be read: by its DOI if it has one, which does not move."""
        return doi_address(self.doi) or self.url

    @property
    def citation(self) -> str:
        """One line to copy into a list of references."""
        parts = [
            f"{self.authors} ({self.year})" if self.authors else f"({self.year})",
            self.title,
            self.publisher,
            f"doi:{self.doi}" if self.doi else self.url,
        ]
        return ", ".join(part for part in parts if part)
