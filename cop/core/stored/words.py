"""What a stored file says of itself wherever it is shown: what kind it is, which page."""

from django.utils.translation import gettext_lazy as _

from cop.core.extraction import Unit

from .models import StoredText

KIND_OF = {
    "pdf": "pdf",
    **dict.fromkeys(("docx", "odt", "txt", "md"), "text"),
    **dict.fromkeys(("xlsx", "ods", "csv"), "sheet"),
    **dict.fromkeys(("pptx", "odp"), "slides"),
    **dict.fromkeys(("png", "jpg", "webp"), "picture"),
}
IMAGES = frozenset({"png", "jpg", "webp"})
UNIT_WORDS = {Unit.PAGE: _("page %(n)d"), Unit.SLIDE: _("slide %(n)d"), Unit.SHEET: _("sheet %(n)d")}


def place_of(text: StoredText) -> str:
    """Slide 4; nothing where parts are not counted. The text comes with its file (`version`)."""
    words = UNIT_WORDS.get(Unit(text.version.unit))  # type: ignore[attr-defined]
    return str(words) % {"n": text.number} if words and text.number else ""
