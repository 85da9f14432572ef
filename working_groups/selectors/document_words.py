"""What a document says of itself wherever it is shown: how far it has come."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..choices import DocumentState
from ..models import Document

STATE_TONE = {DocumentState.DRAFT: "", DocumentState.COMMENT: "blue", DocumentState.FINAL: "good"}


def state_badge(document: Document) -> tuple[str, str]:
    """How far it has come: words and tone."""
    state = DocumentState(document.state)
    if state == DocumentState.COMMENT and document.comment_until:
        if document.comment_until < timezone.localdate():
            return _("comments are over"), "wait"
        return _("for comment until %(day)s") % {"day": date_format(document.comment_until, "j F")}, STATE_TONE[state]
    return str(state.label), STATE_TONE[state]
