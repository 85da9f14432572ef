"""Blocks that show something other than words: pictures, documents, and what lies on other sites."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from .. import pictures
from ..players import host_of, player_of
from .base import LISTS, MEDIA, Image, ReadTogether, Section


def any_image() -> AbstractImage | None:
    """Something to show in previews."""
    return get_image_model().objects.order_by("pk").first()


class PictureBlock(Section):
    """A picture with its credit. Wagtail's own block asks for an alternative text, or for "decorative"."""

    shape = pictures.WIDE

    image = Image(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)
    credit = blocks.CharBlock(
        label=_("credit"), required=False, max_length=160, help_text=_("Who made it, and under which licence.")
    )

    def images(self, value: Any) -> Iterable[AbstractImage]:
        return [value["image"]] if value.get("image") else []

    class Meta:
        icon = "image"
        label = _("Picture")
        group = MEDIA
        template = "blocks/picture.html"
        description = _("A picture with caption and credit, and words for people who do not see it.")

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "image": {"image": any_image(), "decorative": True, "alt_text": ""},
                "caption": "The squares of the tile map",
                "credit": "S3 Community of Practice",
            }
        )


class DocumentChooser(ReadTogether, DocumentChooserBlock):
    """A document; its collection says who may have it."""

    related = ("collection",)


class DocumentItem(blocks.StructBlock):
    document = DocumentChooser(label=_("document"))
    title = blocks.CharBlock(
        label=_("title"), required=False, max_length=160, help_text=_("Left empty: the document's own.")
    )


class Documents(Section):
    """Files to take along; those of private collections are left out for whom they are not meant."""

    items = blocks.ListBlock(DocumentItem(), label=_("documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        group = LISTS
        template = "blocks/documents.html"
        description = _("Files to download, with kind and size.")

    def get_preview_value(self) -> Any:
        from wagtail.documents import get_document_model

        model = get_document_model()
        found = model.objects.order_by("pk").first() or model(
            pk=0, title="Sample handbook", file="sample.pdf", file_size=42
        )
        return self.normalize({"items": [{"document": found, "title": ""}]})


class EmbedValue(blocks.StructValue):
    """Something on another site; nothing of it is loaded before the visitor says so."""

    @property
    def allowed(self) -> bool:
        """Also asked when the page is shown: a host may have been taken off the list."""
        return host_of(self.get("address") or "") in settings.EMBED_HOSTS

    @property
    def player(self) -> str:
        return player_of(self["address"])

    @property
    def host(self) -> str:
        return host_of(self["address"])


class Embed(Section):
    """A video or map of another site: a placeholder with a plain link; loaded only after consent."""

    address = blocks.URLBlock(label=_("address"), max_length=500)
    title = blocks.CharBlock(label=_("title"), max_length=160, help_text=_("What there is to see."))
    text = blocks.CharBlock(
        label=_("for people who do not load it"),
        required=False,
        max_length=400,
        help_text=_("What it shows or says, in a sentence or two."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("address") and not cleaned.allowed:
            raise StructBlockValidationError(
                {
                    "address": ValidationError(
                        _("Only these sites can be embedded: %(hosts)s. Use a link for others.")
                        % {"hosts": ", ".join(settings.EMBED_HOSTS)}
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "media"
        label = _("Embed")
        group = MEDIA
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("A video of another site. It loads only after the visitor agrees.")
        preview_value = {
            "address": "https://www.youtube.com/watch?v=sample",
            "title": "Recording of the plenary",
            "text": "Opening, policy update and questions, 45 minutes.",
        }
