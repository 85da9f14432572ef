"""Two versions of a document, compared by lines of text."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from cop.core.extraction import READABLE

from ..models import DocumentText, DocumentVersion

MOST_COMPARED = 400_000
MOST_LINES = 4_000
AROUND = 3


@dataclass(frozen=True)
class Line:
    """A line of a comparison: "same", "gone", "new", or "gap" for unchanged ones that are left out."""

    kind: str
    text: str


def compare(first: DocumentVersion, second: DocumentVersion) -> tuple[list[Line], str]:
    """What went and came from one version to the other, by lines of text; or why not, in words. Two statements."""
    if first.extension not in READABLE or second.extension not in READABLE:
        return [], _("Only documents with text can be compared.")
    texts = []
    for version in (first, second):
        parts = DocumentText.objects.filter(version=version, number__gt=0).order_by("number")
        texts.append("\n".join(parts.values_list("text", flat=True)))
    if not all(texts):
        return [], _("The text of one of these versions could not be read, or not yet.")
    if max(map(len, texts)) > MOST_COMPARED:
        return [], _("These versions are too long to be compared here.")
    old, new = (text.splitlines()[:MOST_LINES] for text in texts)
    lines: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(AROUND):
        if lines or group[0][1] > 0:
            lines.append(Line("gap", ""))
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += [Line("same", text) for text in old[a:b]]
                continue
            lines += [Line("gone", text) for text in old[a:b]]
            lines += [Line("new", text) for text in new[c:d]]
    return lines, "" if lines else _("The text of both versions is the same.")
