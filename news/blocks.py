"""What an article's text is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose."""

    text = blocks.TextBlock(label=_("words"))
    who = blocks.CharBlock(label=_("who said so"), required=False, max_length=150)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "news/blocks/quote.html"


class ArticleBody(blocks.StreamBlock):
    """Text and quotes. A value that is a string is rich text (`news.selectors.feed` relies on it)."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    quote = QuoteBlock()

    class Meta:
        required = False
