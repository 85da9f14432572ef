"""Tickets: the signed text that stands in the QR code, the code as a picture, and the sheet to print."""

import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

import segno
from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from .choices import RegistrationStatus
from .models import Registration

if TYPE_CHECKING:
    from collections.abc import Sequence

SALT = "events.ticket"
PREFIX = "S3COP"
# Those whose registration is a ticket. Everybody else has none, whatever they printed before.
VALID = (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)

# Of the tokens in static/css: ink, soft, blue, line. A printed sheet is always light.
_INK, _SOFT, _BLUE, _LINE = (13, 27, 56), (75, 89, 117), (20, 70, 200), (221, 227, 238)
_FAMILY = "Roboto"


def has_ticket(registration: Registration) -> bool:
    """Is there a ticket for this registration?"""
    return registration.status in VALID


def ticket_token(registration: Registration) -> str:
    """What the QR code says: S3COP:<code>:<signature>. It names nobody and opens nothing but the door of the event."""
    return signing.Signer(salt=SALT, sep=":").sign(f"{PREFIX}:{registration.code}")


def verify_ticket(token: str) -> Registration | None:
    """The registration that a scanned code belongs to; None for a forged one. Its state is the caller's question."""
    try:
        prefix, _colon, code = signing.Signer(salt=SALT, sep=":").unsign(token.strip()).partition(":")
    except signing.BadSignature:
        return None
    if prefix != PREFIX:
        return None
    return Registration.objects.filter(code=code).select_related("event", "category", "member").first()


def grouped(code: str) -> str:
    """ABCD-1234: easier to read out."""
    return f"{code[:4]}-{code[4:]}"


def _qr(registration: Registration) -> segno.QRCode:
    # "Q" survives a quarter of it being lost under a thumb or a fold.
    return segno.make_qr(ticket_token(registration), error="q")


def _runs(code: segno.QRCode) -> Iterator[tuple[int, int, int]]:
    """The dark parts, row by row: column, row, length."""
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield x, y, length
            x += length


def qr_svg(registration: Registration) -> SafeString:
    """The QR code as one path, coloured by the stylesheet; with the words a screen reader says instead."""
    code = _qr(registration)
    width, height = code.symbol_size(border=0)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(code))
    return format_html(
        '<svg class="qr" viewBox="-4 -4 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path d="{}"/></svg>',
        width + 8,
        height + 8,
        _("QR code of your ticket; the code below it says the same"),
        mark_safe(path),
    )


# Scripts that Roboto does not know: the file of Noto Sans that does, and where their letters lie.
_SCRIPTS = {
    "Hebrew": ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    "Arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "Armenian": ((0x0530, 0x058F), (0xFB13, 0xFB17)),
    "Georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
}


def _scripts_of(text: str) -> list[str]:
    """Which of these scripts a text needs."""
    letters = {ord(letter) for letter in text}
    return [
        script
        for script, ranges in _SCRIPTS.items()
        if any(first <= letter <= last for first, last in ranges for letter in letters)
    ]


def _add_scripts(pdf: FPDF, text: str) -> None:
    """Fonts for what Roboto lacks, and the shaping that Arabic and the direction of writing need.

    Only for who needs them: cutting both weights out of a variable font takes a tenth of a second each.
    """
    scripts = _scripts_of(text)
    if not scripts:
        return
    for script in scripts:
        file = str(files("manimgx_fonts") / f"NotoSans{script}[wght].ttf")
        pdf.add_font(script, "", file, variations={"wght": 400})
        pdf.add_font(script, "B", file, variations={"wght": 700})
    pdf.set_fallback_fonts(scripts, exact_match=True)
    pdf.set_text_shaping(True)


def _lacks_letters_of(pdf: FPDF, text: str) -> bool:
    """Would letters of this text be missing on the sheet? (Chinese, say; signs that are no letters may be.)"""
    known = [font.cmap for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    return any(letter.isalpha() and not any(ord(letter) in cmap for cmap in known) for letter in text)


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, str]:
    # PDF's own fonts know Western European letters only; Roboto knows Polish, Greek, Cyrillic and the rest of Europe.
    folder = files("font_roboto") / "files"
    return str(folder / "Roboto-Regular.ttf"), str(folder / "Roboto-Bold.ttf")


def ticket_pdf(
    registration: Registration, *, facts: "Sequence[tuple[str, str]]", sessions: Iterable[tuple[str, str]] = ()
) -> bytes:
    """The ticket as one A4 sheet to print or keep: name, event, facts as rows, sessions, QR code, typed code."""
    event = registration.event
    facts, sessions = list(facts), list(sessions)
    regular, bold = _fonts()
    pdf = FPDF(format="A4")
    pdf.set_margins(20, 20)
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_font(_FAMILY, "", regular)
    pdf.add_font(_FAMILY, "B", bold)
    shown = (event.title, registration.badge_name, registration.badge_organisation)
    _add_scripts(pdf, "".join((*shown, *(part for row in (*facts, *sessions) for part in row))))
    pdf.set_title(_("Ticket: %(event)s") % {"event": event.title})
    pdf.set_author("S3 Community of Practice")
    pdf.set_lang("en-GB")
    pdf.add_page()

    pdf.set_fill_color(*_BLUE)
    pdf.rect(0, 0, 210, 3, style="F")
    _line(pdf, "S3 Community of Practice", size=10, colour=_SOFT, gap=2)
    _line(pdf, event.title, size=24, weight="B", gap=3)
    if event.is_sample:
        _line(pdf, _("Sample: this event is invented"), size=10, colour=_SOFT, gap=3)
    _line(pdf, registration.badge_name, size=17, weight="B", gap=1)
    if _lacks_letters_of(pdf, registration.badge_name) and registration.member is not None:
        # The door must be able to read whose ticket it is.
        _line(pdf, registration.member.email, size=12, colour=_SOFT)
    if registration.badge_organisation:
        _line(pdf, registration.badge_organisation, size=12, colour=_SOFT)
    pdf.ln(5)
    _rows(pdf, facts)
    _codes(pdf, registration)
    if sessions:
        _line(pdf, _("Your sessions"), size=13, weight="B", gap=2)
        _rows(pdf, sessions)
    _line(
        pdf,
        _("Show the code at the door, on paper or on your telephone. It is yours alone."),
        size=10,
        colour=_SOFT,
    )
    out = io.BytesIO()
    pdf.output(out)
    return out.getvalue()


def _line(
    pdf: FPDF, text: str, *, size: int, weight: str = "", colour: tuple[int, int, int] = _INK, gap: float = 0
) -> None:
    pdf.set_font(_FAMILY, weight, size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(gap)


def _rows(pdf: FPDF, rows: Iterable[tuple[str, str]]) -> None:
    pdf.set_draw_color(*_LINE)
    for label, value in rows:
        if pdf.get_y() > 255:
            # A row of two lines would be cut in two at the end of the page.
            pdf.add_page()
        top = pdf.get_y()
        pdf.line(20, top, 190, top)
        pdf.set_y(top + 2)
        pdf.set_font(_FAMILY, "", 11)
        pdf.set_text_color(*_SOFT)
        pdf.multi_cell(55, 5.5, label, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        below_label = pdf.get_y()
        pdf.set_xy(20 + 57, top + 2)
        pdf.set_text_color(*_INK)
        pdf.multi_cell(0, 5.5, value, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        # A value that has run onto the next page ends higher up than its label, and further on.
        same_page = pdf.get_y() > top
        pdf.set_y((max(pdf.get_y(), below_label) if same_page else pdf.get_y()) + 2)
    pdf.ln(4)


def _codes(pdf: FPDF, registration: Registration) -> None:
    size = 58
    if pdf.get_y() + size + 25 > 277:
        pdf.add_page()
    code = _qr(registration)
    modules, _height = code.symbol_size(border=0)
    step = size / modules
    left, top = 20, pdf.get_y() + 2
    pdf.set_fill_color(0, 0, 0)
    for x, y, length in _runs(code):
        pdf.rect(left + x * step, top + y * step, length * step, step, style="F")
    pdf.set_y(top + size + 5)
    _line(pdf, grouped(registration.code), size=22, weight="B", gap=5)
