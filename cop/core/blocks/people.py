"""Blocks that present people and organisations, kept once under Snippets and used on any page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.models import AbstractImage
from wagtail.snippets.blocks import SnippetChooserBlock

from .. import pictures
from .base import LISTS, ReadTogether, Section


class PresentedChooser(ReadTogether, SnippetChooserBlock):
    """A person or a partner."""

    related = ("picture",)


def _pictures_of(rows: Iterable[Any]) -> list[AbstractImage]:
    return [row.picture for row in rows if row and row.picture_id]


class People(Section):
    """Who it is: name, role, a few words."""

    shape = pictures.FACE

    people = blocks.ListBlock(PresentedChooser("core.Person"), label=_("people"), min_num=1)

    def images(self, value: Any) -> Iterable[AbstractImage]:
        return _pictures_of(value["people"])

    class Meta:
        icon = "group"
        label = _("People")
        group = LISTS
        template = "blocks/people.html"
        description = _("People with role and a few words.")

    def get_preview_value(self) -> Any:
        from ..models import Person

        found = list(Person.objects.select_related("picture")[:3]) or [
            Person(name="Ana Sample", role="Sample role", text="Sample words about her.", is_sample=True)
        ]
        return self.normalize({"people": found})


class Partners(Section):
    """Organisations with their part in the community."""

    shape = pictures.LOGO

    partners = blocks.ListBlock(PresentedChooser("core.Partner"), label=_("partners"), min_num=1)

    def images(self, value: Any) -> Iterable[AbstractImage]:
        return _pictures_of(value["partners"])

    class Meta:
        icon = "globe"
        label = _("Partners")
        group = LISTS
        template = "blocks/partners.html"
        description = _("Organisations with their part in the community.")

    def get_preview_value(self) -> Any:
        from ..models import Partner

        found = list(Partner.objects.select_related("picture")[:4]) or [Partner(name="Sample Partner", role="Sample")]
        return self.normalize({"partners": found})
