"""What a document says of itself wherever it is shown: how far it has come, which page, what kind of file."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.extraction import Unit

from ..choices import DocumentState
from ..models import Document, DocumentText

STATE_TONE = {DocumentState.DRAFT: "", DocumentState.COMMENT: "blue", DocumentState.FINAL: "good"}
KIND_OF = {
    "pdf": "pdf",
    **dict.fromkeys(("docx", "odt", "txt", "md"), "text"),
    **dict.fromkeys(("xlsx", "ods", "csv"), "sheet"),
    **dict.fromkeys(("pptx", "odp"), "slides"),
    **dict.fromkeys(("png", "jpg", "webp"), "picture"),
}
IMAGES = frozenset({"png", "jpg", "webp"})
UNIT_WORDS = {
    Unit.PAGE: gettext_lazy("page %(n)d"),
    Unit.SLIDE: gettext_lazy("slide %(n)d"),
    Unit.SHEET: gettext_lazy("sheet %(n)d"),
}


def state_badge(document: Document) -> tuple[str, str]:
    """How far it has come: words and tone."""
    state = DocumentState(document.state)
    if state == DocumentState.COMMENT and document.comment_until:
        if document.comment_until < timezone.localdate():
            return _("comments are over"), "wait"
        return _("for comment until %(day)s") % {"day": date_format(document.comment_until, "j F")}, STATE_TONE[state]
    return str(state.label), STATE_TONE[state]


def place_of(text: DocumentText) -> str:
    """Slide 4; nothing where parts are not counted."""
    words = UNIT_WORDS.get(Unit(text.version.unit))
    return str(words) % {"n": text.number} if words and text.number else ""
