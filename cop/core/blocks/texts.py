"""Blocks of words: text, heading, quote, accordion, steps, figures, table."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .base import FULL, INLINE, LISTS, TEXTS, Previewed, Section


class Text(Previewed, blocks.RichTextBlock):
    """Paragraphs, lists and smaller headings."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": FULL, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = TEXTS
        template = "blocks/text.html"
        description = _("Paragraphs with headings, lists and links.")
        preview_value = (
            "<h2>What a region chooses</h2><p>A strategy names a few fields in which the region wants to be strong, "
            "and says <b>what it will do</b> to get there.</p><ul><li>Build on what is there.</li>"
            "<li>Choose a few fields.</li></ul>"
        )


class Heading(Section):
    """A heading that others can link to; headings of the page make its table of contents."""

    text = blocks.CharBlock(label=_("heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("level"), choices=[("2", _("Part of the page")), ("3", _("Part of a part"))], default="2"
    )
    anchor = blocks.CharBlock(
        label=_("anchor"),
        required=False,
        max_length=60,
        help_text=_("The end of the address that leads here (#…). Left empty, it is made from the heading."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        cleaned["anchor"] = slugify(cleaned.get("anchor") or "")
        return cleaned

    class Meta:
        icon = "title"
        label = _("Heading")
        group = TEXTS
        template = "blocks/heading.html"
        description = _("Begins a part of the page and stands in its table of contents.")
        preview_value = {"text": "Three foundations", "level": "2", "anchor": ""}


class Quote(Section):
    """Words of somebody who said them."""

    text = blocks.TextBlock(label=_("quotation"), max_length=600, rows=3)
    who = blocks.CharBlock(label=_("who said it"), max_length=120)
    role = blocks.CharBlock(label=_("role"), required=False, max_length=160)
    address = blocks.URLBlock(label=_("where it stands"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = TEXTS
        template = "blocks/quote.html"
        description = _("A quotation with its source. Only what has really been said.")
        preview_value = {
            "text": "A priority rarely ends at a border.",
            "who": "Ana Sample",
            "role": "Sample region",
            "address": "",
        }


class AccordionItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=["ol", "ul", *INLINE])


class Accordion(Section):
    """Parts that open when asked for: questions and answers, details."""

    items = blocks.ListBlock(AccordionItem(), label=_("parts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        group = LISTS
        template = "blocks/accordion.html"
        description = _("Questions and answers, or details that not everybody needs. Search finds closed parts, too.")
        preview_value = {
            "items": [
                {"title": "Does it cost anything?", "text": "<p>No. An account and the events are free.</p>"},
                {"title": "Who may join?", "text": "<p>Everybody who works on a strategy.</p>"},
            ]
        }


class StepItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("step"), max_length=80)
    text = blocks.CharBlock(label=_("text"), required=False, max_length=250)


class Steps(Section):
    """What happens, in order."""

    items = blocks.ListBlock(StepItem(), label=_("steps"), min_num=2, max_num=9)

    class Meta:
        icon = "order"
        label = _("Steps")
        group = LISTS
        template = "blocks/steps.html"
        description = _("What happens one after the other, as numbered squares.")
        preview_value = {
            "items": [
                {"title": "Describe the challenge", "text": "Requests are open all the time."},
                {"title": "Cut-off date", "text": "About every three months."},
                {"title": "Topic meeting", "text": "Within one month."},
                {"title": "Experts start", "text": "Within two months."},
            ]
        }


class FigureItem(blocks.StructBlock):
    value = blocks.CharBlock(label=_("figure"), max_length=12)
    label = blocks.CharBlock(label=_("what it counts"), max_length=120)


class Figures(Section):
    """Numbers with what they count."""

    title = blocks.CharBlock(
        label=_("title"), required=False, max_length=120, help_text=_("Read out to people who cannot see the page.")
    )
    items = blocks.ListBlock(FigureItem(), label=_("figures"), min_num=1, max_num=6)

    class Meta:
        icon = "plus-inverse"
        label = _("Figures")
        group = LISTS
        template = "blocks/figures.html"
        description = _("Up to six numbers, each with what it counts and since when.")
        preview_value = {
            "title": "",
            "items": [
                {"value": "180+", "label": "strategies developed since 2014"},
                {"value": "42", "label": "partnerships (June 2025)"},
            ],
        }


class Number(blocks.CharBlock):
    """A cell with a number: set to the right, with digits of one width."""

    class Meta:
        template = "blocks/cell-number.html"


class Cells(TypedTableBlock):
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=500)
    number = Number(label=_("Number"), required=False, max_length=40)
    rich = blocks.RichTextBlock(label=_("Text with links"), required=False, features=INLINE)


class Table(Section):
    """A table whose cells name their column, and their row if the first column is a heading."""

    table = Cells(label=_("table"))
    row_headings = blocks.BooleanBlock(
        label=_("the first column names the rows"), required=False, default=True, help_text=_("Read out before a cell.")
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = LISTS
        template = "blocks/table.html"
        description = _("Rows and columns with headings. Give a caption: it says what the table tells.")
        preview_value = {
            "table": {
                "caption": "Gatherings of the community",
                "columns": [{"type": "text", "heading": "Event"}, {"type": "number", "heading": "People"}],
                "rows": [
                    {"values": ["S3 Forum 2023, Barcelona", "340+"]},
                    {"values": ["S3 Conference 2025, Brussels", "300+"]},
                ],
            },
            "row_headings": True,
        }
