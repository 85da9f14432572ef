"""Drawing with a real LibreOffice, where the machine has one: what it must not show, read or ask for.

How its failures are met is tested with a stand-in in `test_extraction`, on every machine.
"""

import shutil
import socket
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from cop.core import extraction
from cop.core.extraction import Drawing, Unit
from cop.core.extraction.office import as_pdf
from tests.factories.documents import deck, odf, word

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(not SOFFICE, reason="This machine has no LibreOffice.")

RED = (255, 0, 0)


@pytest.fixture(autouse=True)
def _office(settings):
    settings.SOFFICE = SOFFICE


def test_slides_are_drawn_with_their_own_words_and_no_notes(tmp_path):
    place = tmp_path / "file.pptx"
    place.write_bytes(deck("Žluťoučký", "Two", notes="CANARY note"))

    result = extraction.read(place, "pptx", drawing=Drawing(width=400, small=100, most=5, office=True))

    assert (result.texts, result.unit, sorted(result.pictures)) == ({1: "Žluťoučký", 2: "Two"}, Unit.SLIDE, [1, 2])
    assert "CANARY" not in words_of(drawn(tmp_path, "pptx", place.read_bytes()))


def test_text_document_gets_its_pages(tmp_path):
    place = tmp_path / "file.docx"
    place.write_bytes(word(*["Absatz " * 60] * 30))

    result = extraction.read(place, "docx", drawing=Drawing(width=400, small=100, most=9, office=True))

    assert (result.unit, len(result.texts), len(result.pictures)) == (Unit.PAGE, len(result.texts), len(result.texts))
    assert len(result.texts) > 1


def test_what_a_document_links_to_is_neither_read_nor_asked_for(tmp_path):
    """A section that is another file, a picture of this machine, and two things of another one."""
    secret, picture = tmp_path / "secret.txt", tmp_path / "secret.png"
    secret.write_text("CANARY of this machine")
    Image.new("RGB", (50, 50), RED).save(picture)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        there = f"http://127.0.0.1:{listening.getsockname()[1]}"
        pdf = drawn(tmp_path, "odt", odf("text", linking(secret.as_uri(), picture.as_uri(), there)))
        with pytest.raises(TimeoutError):
            listening.accept()

    assert "Hello" in words_of(pdf)
    assert "CANARY" not in words_of(pdf)
    colours = pypdfium2.PdfDocument(pdf)[0].render(scale=0.5).to_pil().convert("RGB").getcolors(1_000_000)
    assert RED not in [colour for _number, colour in colours]


def linking(text: str, picture: str, there: str) -> str:
    """The body of a text that takes in what stands at these addresses."""
    section = '<text:section text:name="{0}"><text:section-source xlink:href="{0}" xlink:type="simple"/></text:section>'
    frame = (
        '<text:p><draw:frame svg:width="5cm" svg:height="5cm">'
        '<draw:image xlink:href="{}" xlink:type="simple" xlink:show="embed"/></draw:frame></text:p>'
    )
    return (
        '<office:text xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><text:p>Hello</text:p>'
        f"{section.format(text)}{section.format(f'{there}/section.html')}"
        f"{frame.format(picture)}{frame.format(f'{there}/picture.png')}</office:text>"
    )


def drawn(tmp_path, extension, content) -> Path:
    source, folder = tmp_path / f"source.{extension}", tmp_path / "folder"
    source.write_bytes(content)
    folder.mkdir()
    made = as_pdf(source, extension, folder)
    assert made is not None
    return made


def words_of(pdf: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
