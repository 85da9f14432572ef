"""Blocks that lead on: call to action, cards."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.models import AbstractImage

from .. import pictures
from .base import WAYS, Image, Section, Target


class Button(Target):
    """A link that is the next step."""

    label = blocks.CharBlock(label=_("words on the button"), max_length=50)


class CallToAction(Section):
    """One thing to do next."""

    title = blocks.CharBlock(label=_("title"), max_length=100)
    text = blocks.TextBlock(label=_("text"), required=False, max_length=400, rows=2)
    button = Button(label=_("button"))

    class Meta:
        icon = "pick"
        label = _("Call to action")
        group = WAYS
        template = "blocks/call-to-action.html"
        description = _("One thing to do next, with one button. At most one or two on a page.")
        preview_value = {
            "title": "Join the community",
            "text": "An account costs nothing and takes two minutes.",
            "button": {"label": "Make an account", "page": None, "address": "https://s3cop.example/"},
        }


class Card(Target):
    """A way onward with a picture, or with squares of the map."""

    title = blocks.CharBlock(label=_("title"), max_length=100)
    text = blocks.CharBlock(label=_("text"), required=False, max_length=250)
    image = Image(label=_("picture"), required=False)
    cover = blocks.ChoiceBlock(
        label=_("without a picture"),
        choices=[
            ("", _("Words only")),
            ("plain", _("Squares in blue")),
            ("warm", _("Squares in orange")),
            ("deep", _("Squares on dark blue")),
        ],
        required=False,
        default="",
    )


class Cards(Section):
    """Several ways onward side by side."""

    shape = pictures.CARD

    items = blocks.ListBlock(Card(), label=_("cards"), min_num=1, max_num=12)

    def images(self, value: Any) -> Iterable[AbstractImage]:
        return [item["image"] for item in value["items"] if item.get("image")]

    class Meta:
        icon = "grip"
        label = _("Cards")
        group = WAYS
        template = "blocks/cards.html"
        description = _("Several ways onward side by side. A card whose page a visitor may not read is left out.")
        preview_value = {
            "items": [
                {
                    "title": title,
                    "text": text,
                    "cover": cover,
                    "page": None,
                    "address": "https://s3cop.example/",
                    "image": None,
                }
                for title, text, cover in (
                    ("Working groups", "Three groups, each on one fulfilment criterion.", "plain"),
                    ("S3 Forum", "Where the community meets as a whole.", "warm"),
                )
            ]
        }
