"""Copies without notes and comments: nothing of them is left, everything else is; hostile files end in a word."""

import zipfile
from io import BytesIO

import pytest
from docx import Document as Word
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from pptx import Presentation

from cop.core.extraction import Problem
from cop.core.extraction.cleaning import NotCleaned, problem_of, without_notes
from tests.factories.documents import ODF, deck, odf, pdf, sheet, word

CANARY = "Say nothing of the budget"
MODERN = (
    '<p:extLst><p:ext uri="{6950BFC3-D8DA-4A85-94F7-54DA5524770B}"><p188:commentRel '
    'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId77"/></p:ext></p:extLst>'
    "</p:cSld>"
)
COMMENTS = (
    '<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2018/10/relationships/comments" '
    'Target="../comments/modernComment_1.xml"/></Relationships>'
)


def unpacked(content):
    """All bytes of all parts, and their names."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cleaned(content, extension):
    copy = without_notes(BytesIO(content), extension)
    if copy is None:
        return None
    with copy:
        copy.seek(0)
        return copy.read()


def holds(content, words=CANARY):
    return any(words.encode() in part for part in unpacked(content).values())


def test_notes_of_a_deck_are_taken_out_and_its_slides_stay():
    content = deck("Steel towns", "Who watches", notes=CANARY)
    assert holds(content)

    copy = cleaned(content, "pptx")

    assert not holds(copy)
    assert [name for name in unpacked(copy) if "notes" in name.lower()] == []
    show = Presentation(BytesIO(copy))
    assert [slide.shapes.title.text for slide in show.slides] == ["Steel towns", "Who watches"]
    assert [slide.has_notes_slide for slide in show.slides] == [False, False]
    # Nothing is left to take out.
    assert cleaned(copy, "pptx") is None


def test_comments_of_a_deck_go_with_what_points_to_them():
    parts = unpacked(deck("Steel towns"))
    slide, relations = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    parts[slide] = parts[slide].replace(b"</p:cSld>", MODERN.encode())
    parts[relations] = parts[relations].replace(b"</Relationships>", COMMENTS.encode())
    parts["ppt/comments/modernComment_1.xml"] = f"<c>{CANARY}</c>".encode()
    # What nothing points to is not shown by any program, and can be read by everybody who unpacks the file.
    parts["ppt/notesSlides/lost.xml"] = f"<n>{CANARY}</n>".encode()

    copy = cleaned(packed(parts), "pptx")

    assert not holds(copy)
    assert not holds(copy, "rId77")
    assert Presentation(BytesIO(copy)).slides[0].shapes.title.text == "Steel towns"


def test_comments_of_a_text_are_taken_out_and_its_words_stay():
    document = Word()
    runs = document.add_paragraph("A letter of intent.").runs
    document.add_comment(runs, text=CANARY, author="Ana Sample")
    out = BytesIO()
    document.save(out)
    assert holds(out.getvalue())

    copy = cleaned(out.getvalue(), "docx")

    assert not holds(copy)
    assert not holds(copy, "commentR")
    assert [each.text for each in Word(BytesIO(copy)).paragraphs] == ["A letter of intent."]


def test_open_documents_lose_notes_and_comments_but_no_word_around_them():
    body = (
        '<office:presentation><draw:page><draw:frame><text:p>Steel<office:annotation office:name="a">'
        f"<text:p>{CANARY}</text:p></office:annotation> towns</text:p></draw:frame>"
        f"<presentation:notes><text:p>{CANARY}</text:p></presentation:notes></draw:page></office:presentation>"
    )

    copy = cleaned(odf("presentation", body), "odp")

    assert not holds(copy)
    assert holds(copy, "<text:p>Steel towns</text:p>")
    names = list(unpacked(copy))
    assert names[0] == "mimetype"
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED


def test_comments_of_a_sheet_are_taken_out_and_its_cells_stay():
    book = Workbook()
    book.active["A1"] = "Regions"
    book.active["A1"].comment = Comment(CANARY, "Ana Sample")
    out = BytesIO()
    book.save(out)
    assert holds(out.getvalue())

    copy = cleaned(out.getvalue(), "xlsx")

    assert not holds(copy)
    assert not holds(copy, "Ana Sample")
    assert not holds(copy, 'ObjectType="Note"')
    again = load_workbook(BytesIO(copy)).active["A1"]
    assert (again.value, again.comment) == ("Regions", None)
    assert cleaned(copy, "xlsx") is None


def test_threads_of_comments_in_a_sheet_go_with_the_names_of_who_wrote_them():
    parts = unpacked(sheet(One="Regions"))
    modern = "http://schemas.microsoft.com/office/2017/10/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        f'Type="{modern}/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    ).encode()
    relations = "xl/_rels/workbook.xml.rels"
    person = f'<Relationship Id="rId77" Type="{modern}/person" Target="persons/person.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", person.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = f"<c>{CANARY}</c>".encode()
    parts["xl/persons/person.xml"] = b"<p>Ana Sample</p>"

    copy = cleaned(packed(parts), "xlsx")

    assert not holds(copy)
    assert not holds(copy, "Ana Sample")
    assert load_workbook(BytesIO(copy)).active["A1"].value == "Regions"


def test_buttons_of_a_sheet_stay_when_its_comments_go():
    book = Workbook()
    book.active["A1"].comment = Comment(CANARY, "Ana Sample")
    out = BytesIO()
    book.save(out)
    parts = unpacked(out.getvalue())
    [drawing] = [name for name in parts if name.endswith(".vml")]
    button = (
        b'<v:shape id="b" xmlns:v="urn:schemas-microsoft-com:vml"><x:ClientData ObjectType="Button" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"/></v:shape></xml>'
    )
    parts[drawing] = parts[drawing].replace(b"</xml>", button)

    left = unpacked(cleaned(packed(parts), "xlsx"))[drawing]

    assert (b'ObjectType="Button"' in left, b'ObjectType="Note"' in left) == (True, False)


def test_comments_of_an_open_sheet_are_taken_out():
    cell = (
        "<office:spreadsheet><table:table><table:table-row><table:table-cell><office:annotation>"
        f"<text:p>{CANARY}</text:p></office:annotation><text:p>Regions</text:p></table:table-cell></table:table-row>"
        "</table:table></office:spreadsheet>"
    )
    body = cell.replace("<office:spreadsheet>", f'<office:spreadsheet xmlns:table="{ODF}:table:1.0">')

    copy = cleaned(odf("spreadsheet", body), "ods")

    assert not holds(copy)
    assert holds(copy, "<text:p>Regions</text:p>")


@pytest.mark.parametrize(
    ("extension", "content"),
    [("pptx", deck("Bare")), ("docx", word("Bare")), ("xlsx", sheet(One="Bare")), ("pdf", pdf("1"))],
)
def test_what_holds_none_is_left_as_it_is(extension, content):
    assert cleaned(content, extension) is None
    assert problem_of(BytesIO(content), extension) is None


def entities():
    parts = unpacked(deck("Steel"))
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    parts["[Content_Types].xml"] = f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]><a>&a9;</a>'.encode()
    return packed(parts)


@pytest.mark.parametrize(
    ("extension", "content", "problem"),
    [
        ("pdf", b"%PDF-1.4\n\x00\x00\x00 nothing \x00\n%%EOF", Problem.DAMAGED),
        ("pptx", b"PK\x03\x04broken", Problem.DAMAGED),
        ("pptx", packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}), Problem.DAMAGED),
        ("pptx", entities(), Problem.DAMAGED),
        ("odp", packed({"META-INF/manifest.xml": b"<encryption-data/>", "content.xml": b""}), Problem.ENCRYPTED),
    ],
    ids=["garbage", "no archive", "no package", "entities", "password"],
)
def test_hostile_and_damaged_files_end_in_a_word(extension, content, problem):
    assert problem_of(BytesIO(content), extension) == problem


def test_what_takes_too_long_is_not_taken_for_clean():
    with pytest.raises(NotCleaned) as caught:
        without_notes(BytesIO(deck("Steel", notes=CANARY)), "pptx", seconds=0.001)
    assert caught.value.problem == Problem.HUGE
