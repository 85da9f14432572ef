"""Reading documents in a process of their own: texts with their numbers, no notes, and bad files that end in words."""

import sys

import pytest

from cop.core import extraction
from cop.core.extraction import Drawing, Problem, Unit
from cop.core.extraction.office import as_pdf
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
    assert result.parts == 2
    assert {picture[:4] + picture[8:12] for picture in result.pictures.values()} == {b"RIFFWEBP"}


def test_pages_are_counted_though_not_all_are_drawn_or_read(tmp_path):
    pages = [f"{n} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" for n in range(3, 2_103)]
    kids = " ".join(f"{n} 0 R" for n in range(3, 2_103))
    content = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count 2100>>endobj\n{''.join(pages)}trailer<</Root 1 0 R>>\n%%EOF"
    )
    assert found(tmp_path, "pdf", content.encode()).parts == 2_100


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


# LibreOffice


LARGE = Drawing(width=400, small=100, most=5, office=True)


@pytest.fixture
def office(tmp_path, settings):
    """`office(content)`: an office program that makes this PDF of whatever it gets, or does what it is told to."""

    def make(content=b"", do="Path(sys.argv[sys.argv.index('--outdir') + 1], 'drawn.pdf').write_bytes(content)"):
        place = tmp_path / "soffice"
        (tmp_path / "made.pdf").write_bytes(content)
        place.write_text(
            f"#!{sys.executable} -I\nimport sys, time, os\nfrom pathlib import Path\n"
            f"content = Path({str(tmp_path / 'made.pdf')!r}).read_bytes()\n"
            f"Path({str(tmp_path / 'seen')!r}).write_text(repr((sys.argv[1:], dict(os.environ))))\n{do}\n"
        )
        place.chmod(0o755)
        settings.SOFFICE = str(place)
        return tmp_path / "seen"

    return make


def test_slides_of_an_office_file_are_drawn_and_its_words_are_its_own(tmp_path, office, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    seen = office(pdf("drawn one", "drawn two"))

    result = found(tmp_path, "pptx", deck("One", "Two", notes="secret note"), drawing=LARGE)

    assert (result.texts, result.unit, sorted(result.pictures)) == ({1: "One", 2: "Two"}, Unit.SLIDE, [1, 2])
    assert (sorted(result.small), result.size[0]) == ([1, 2], 400)
    told = seen.read_text()
    assert ("--headless" in told, "-env:UserInstallation=file:///" in told, "canary" in told) == (True, True, False)


def test_text_document_has_the_pages_of_its_pdf(tmp_path, office):
    office(pdf("First page", "Second page"))

    result = found(tmp_path, "docx", word("First page", "Second page"), drawing=LARGE)

    assert (result.texts, result.unit) == ({1: "First page", 2: "Second page"}, Unit.PAGE)


@pytest.mark.parametrize(
    ("content", "do"),
    [
        (b"", "pass"),
        (b"", "raise SystemExit(1)"),
        (b"nothing", None),
        (b"%PDF-1.7 nothing", None),
        (None, None),
    ],
    ids=["no pdf", "error", "no pdf inside", "damaged pdf", "another number of pages"],
)
def test_whatever_the_office_program_does_the_text_is_there(tmp_path, office, content, do):
    office(pdf("one") if content is None else content, **({"do": do} if do else {}))

    result = found(tmp_path, "pptx", deck("One", "Two"), drawing=LARGE)

    assert (result.texts, result.pictures, result.problem) == ({1: "One", 2: "Two"}, {}, "")


def test_office_program_that_takes_too_long_is_stopped(tmp_path, office):
    office(do="time.sleep(60)")
    place = tmp_path / "a.pptx"
    place.write_bytes(deck("One"))
    (tmp_path / "own").mkdir()

    assert as_pdf(place, "pptx", tmp_path / "own", seconds=0.5) is None


def test_groups_files_and_damaged_ones_are_never_given_to_the_office_program(tmp_path, office):
    seen = office(pdf("one"))

    found(tmp_path, "pptx", deck("One"))
    found(tmp_path, "pptx", b"PK\x03\x04 nothing", drawing=LARGE)
    found(tmp_path, "txt", b"text", drawing=LARGE)

    assert not seen.exists()


def test_page_like_a_ribbon_is_drawn_small(tmp_path):
    from fpdf import FPDF

    paper = FPDF(unit="pt", format=(10, 14_000))
    paper.add_page()

    assert sorted(found(tmp_path, "pdf", bytes(paper.output())).pictures) == [1]
