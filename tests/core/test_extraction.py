"""Reading documents in a process of their own: texts with their numbers, no notes, and bad files that end in words."""

import pytest

from cop.core import extraction
from cop.core.extraction import Problem, Unit
from tests.factories.documents import deck, odf, pdf, sheet, word

SLIDES = (
    "<office:presentation>"
    '<draw:page draw:name="one"><text:p>First slide</text:p>'
    "<presentation:notes><text:p>secret note</text:p></presentation:notes></draw:page>"
    '<draw:page draw:name="two"><text:p>Second <text:span>slide</text:span></text:p></draw:page>'
    "</office:presentation>"
)


def found(tmp_path, extension, content, **limits):
    place = tmp_path / f"file.{extension}"
    place.write_bytes(content)
    return extraction.read(place, extension, **limits)


@pytest.mark.parametrize(
    ("extension", "content", "unit", "texts"),
    [
        ("pptx", lambda: deck("One", "Two", "Three", "Quartz", notes="secret note"), Unit.SLIDE,
         {1: "One", 2: "Two", 3: "Three", 4: "Quartz"}),
        ("pdf", lambda: pdf("Alpha", "Beta"), Unit.PAGE, {1: "Alpha", 2: "Beta"}),
        ("docx", lambda: word("First", "Second"), Unit.WHOLE, {1: "First\nSecond"}),
        ("xlsx", lambda: sheet(Regions="Galicia", Years="2027"), Unit.SHEET, {1: "Regions\nGalicia", 2: "Years\n2027"}),
        ("odp", lambda: odf("presentation", SLIDES), Unit.SLIDE, {1: "First slide", 2: "Second slide"}),
        ("odt", lambda: odf("text", "<office:text><text:h>Head</text:h><text:p>Body</text:p></office:text>"),
         Unit.WHOLE, {1: "Head\nBody"}),
        ("txt", lambda: "Größe\r\nzwei".encode("cp1252"), Unit.WHOLE, {1: "Größe\nzwei"}),
        ("md", lambda: b"# Title", Unit.WHOLE, {1: "# Title"}),
    ],
    ids=["pptx", "pdf", "docx", "xlsx", "odp", "odt", "txt", "md"],
)  # fmt: skip
def test_text_is_read_by_page_and_never_the_speakers_notes(tmp_path, extension, content, unit, texts):
    result = found(tmp_path, extension, content())
    assert (result.texts, result.unit, result.problem) == (texts, unit, "")


def test_pages_of_a_pdf_get_pictures(tmp_path):
    result = found(tmp_path, "pdf", pdf("Alpha", "Beta"))
    assert sorted(result.pictures) == [1, 2]
    assert {picture[:4] + picture[8:12] for picture in result.pictures.values()} == {b"RIFFWEBP"}


@pytest.mark.parametrize(
    ("extension", "content", "problem"),
    [
        ("pdf", b"%PDF-1.7\nnothing\n%%EOF", Problem.DAMAGED),
        ("pptx", b"PK\x03\x04 nothing", Problem.DAMAGED),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Problem.ENCRYPTED),
        ("txt", b"  \n ", Problem.NO_TEXT),
    ],
    ids=["pdf", "pptx", "docx", "txt"],
)
def test_bad_files_end_in_a_plain_word(tmp_path, extension, content, problem):
    assert found(tmp_path, extension, content).problem == problem


def test_file_that_asks_for_a_password_says_so(tmp_path):
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_encryption(owner_password="owner", user_password="user")
    assert found(tmp_path, "pdf", bytes(document.output())).problem == Problem.ENCRYPTED


def test_entities_of_an_opendocument_file_are_not_expanded(tmp_path):
    import zipfile

    place = tmp_path / "bomb.odt"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>')
    assert extraction.read(place, "odt").problem == Problem.DAMAGED


def test_reader_that_wants_too_much_memory_or_time_is_stopped(tmp_path):
    assert found(tmp_path, "txt", b"x" * 30_000_000, memory=40_000_000).problem in (Problem.HUGE, Problem.DAMAGED)
    assert found(tmp_path, "pdf", pdf("Alpha"), seconds=0.01).problem == Problem.HUGE


def test_what_cannot_be_read_is_not_tried(tmp_path):
    assert found(tmp_path, "jpg", b"x") == extraction.Read()
