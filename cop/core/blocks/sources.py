"""The block of sources: published works with their DOI, to be cited by others."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..authors import authors_of
from ..citations import Work
from ..dois import clean_doi
from .base import LISTS, Section


class DOIBlock(blocks.CharBlock):
    """A DOI, kept without the address before it."""

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(clean_doi(value or ""))
        return cleaned


class SourceValue(blocks.StructValue):
    @property
    def work(self) -> Work:
        """As others cite it."""
        given = {name: self.get(name) for name in ("title", "year", "publisher", "doi") if self.get(name)}
        return Work(**given, authors=authors_of(self.get("authors") or ""), url=self.get("address") or "")


class SourceItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=300)
    authors = blocks.CharBlock(
        label=_("authors"),
        required=False,
        max_length=300,
        help_text=_(
            "Name, First name; with semicolons between. A body that has a comma in its name stands in {braces}."
        ),
    )
    year = blocks.IntegerBlock(label=_("year"), required=False, min_value=1800, max_value=2200)
    publisher = blocks.CharBlock(label=_("publisher"), required=False, max_length=200)
    doi = DOIBlock(label=_("DOI"), required=False, max_length=100)
    address = blocks.URLBlock(label=_("address"), required=False)
    note = blocks.CharBlock(label=_("what it is"), required=False, max_length=300)

    class Meta:
        value_class = SourceValue


class Sources(Section):
    """Published works, each to be copied as text, or taken along as BibTeX or RIS."""

    items = blocks.ListBlock(SourceItem(), label=_("sources"), min_num=1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Sources")
        group = LISTS
        template = "blocks/sources.html"
        description = _("What the page rests on, with DOI; readers can take the references along.")
        preview_value = {
            "items": [
                {
                    "title": "Implementing Smart Specialisation: A Handbook",
                    "authors": "Gianelle, C.; Kyriakou, D.; Cohen, C.; Przeor, M. (eds)",
                    "year": 2016,
                    "publisher": "Brussels: European Commission, EUR 28053 EN",
                    "doi": "10.2791/53569",
                    "address": "",
                    "note": "How to put a strategy into practice.",
                }
            ]
        }
