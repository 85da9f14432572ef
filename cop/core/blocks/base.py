"""What all blocks share: a preview in the editor that is made like the page itself, and targets of links."""

import copy
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from .. import pictures

TEXTS, MEDIA, LISTS, WAYS = _("Text"), _("Pictures and media"), _("Lists"), _("Ways onward")
INLINE = ["bold", "italic", "link", "document-link"]
FULL = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class Previewed:
    """A block whose preview goes through the same preparation as a page; `preview_value` may be a method."""

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from django.contrib.auth.models import AnonymousUser

        from ..body import prepare

        prepare([(self, value)], AnonymousUser())
        return parent_context or {}


class ReadTogether:
    """A chooser that reads all chosen rows, with what is shown of them, in one statement."""

    related: tuple[str, ...] = ()

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        values = list(values)
        found = self.model_class.objects.select_related(*self.related).in_bulk(set(values) - {None})
        # A row that is chosen twice is two objects, as in Wagtail's own choosers.
        return [copy.copy(found[value]) if value in found else None for value in values]


class Image(ImageBlock):
    """Wagtail's picture with its alternative text; where none was chosen, None is as good as an empty one."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        empty = {"image": None, "decorative": False, "alt_text": ""}
        return super().bulk_to_python([empty if value is None else value for value in values])


class PageChooser(blocks.PageChooserBlock):
    """A page known by its number alone: preparing the body finds the addresses of all of them at once."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        # More of the page is read when somebody asks for it, which only the editor does.
        return [Page.from_db("default", ["id"], [value]) if value else None for value in values]

    def get_form_state(self, value: Any) -> Any:
        return super().get_form_state(Page.objects.filter(pk=value.pk).first() if value else None)


class TargetValue(blocks.StructValue):
    """A link to a page or to an address; `url` is filled when the page is prepared, for this viewer."""

    shown_url = ""

    @property
    def url(self) -> str:
        """Empty where the viewer may not read the page that it leads to."""
        return self.shown_url or self.get("address") or ""


class Target(blocks.StructBlock):
    """Leads to a page of this site or to an address elsewhere."""

    page = PageChooser(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or an address elsewhere"), required=False, max_length=500)

    needs_target = True

    class Meta:
        value_class = TargetValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page, address = cleaned.get("page"), cleaned.get("address")
        if page and address:
            raise StructBlockValidationError({"address": ValidationError(_("Choose a page or an address, not both."))})
        if self.needs_target and not self.is_deferred_validation and not page and not address:
            raise StructBlockValidationError({"page": ValidationError(_("Choose where this leads to."))})
        if address and not address.startswith(("https://", "http://", "mailto:")):
            raise StructBlockValidationError({"address": ValidationError(_("An address begins with https://"))})
        return cleaned


class Section(Previewed, blocks.StructBlock):
    """One block of a page. `shape` and `images` tell which pictures it shows, and how large."""

    shape: pictures.Shape | None = None

    def images(self, value: Any) -> Iterable[AbstractImage]:
        """The pictures of this block alone, not of blocks inside it."""
        return ()


class Moving(Previewed, blocks.StaticBlock):
    """A place where the site shows something that changes by itself."""
