"""The door for files given as answers: what comes in, what is refused, who gets it out again."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cop.core.files import checking
from events.choices import QuestionKind
from events.models import AnswerFile, Registration
from events.refusals import Reason, Refused
from events.services.answer_files import check_file, clean_name
from tests.events.forum import answers, ask, open_forum

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\x00" * 512
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(content: bytes, name: str, content_type: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            # Without the time of day: the bytes are part of the tests' names, which two workers must agree on.
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8), **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def refusal(content: bytes, name: str, content_type: str = "application/pdf") -> Reason:
    with pytest.raises(Refused) as caught:
        check_file(upload(content, name, content_type))
    return caught.value.reason


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (PDF, "Paper.PDF", ("Paper.pdf", "application/pdf")),
        (picture("PNG"), "x.png", ("x.png", "image/png")),
        (picture("JPEG"), "x.jpeg", ("x.jpg", "image/jpeg")),
        (docx(), "cv.docx",
         ("cv.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), "cv.odt",
         ("cv.odt", "application/vnd.oasis.opendocument.text")),
        # The content decides, whatever the name says.
        (PDF, "photo.png", ("photo.pdf", "application/pdf")),
    ],
)  # fmt: skip
def test_known_kinds_come_in_with_their_true_type(content, name, found):
    checked = check_file(upload(content, name, "text/html"))

    assert (checked.name, checked.content_type) == found


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.pdf", Reason.FILE_EMPTY),
        (EXE, "invoice.pdf", Reason.FILE_TYPE),
        (b"\x7fELF" + b"\x00" * 100, "invoice.pdf", Reason.FILE_TYPE),
        (SVG, "logo.svg", Reason.FILE_TYPE),
        (SVG, "logo.png", Reason.FILE_TYPE),
        (b"<html><script>alert(1)</script></html>", "page.pdf", Reason.FILE_TYPE),
        (b"GIF89a" + b"\x00" * 50, "x.gif", Reason.FILE_TYPE),
        (b"#!/bin/sh\nrm -rf /\n", "run.pdf", Reason.FILE_TYPE),
        (b"%PDF-1.7 without an end", "cut.pdf", Reason.FILE_TYPE),
        (b"junk %PDF-1.7 %%EOF", "poly.pdf", Reason.FILE_TYPE),
        (picture()[:40], "cut.png", Reason.FILE_BROKEN),
        (archive(**{"readme.txt": b"x"}), "some.docx", Reason.FILE_TYPE),
        (docx(**{"word/vbaProject.bin": b"x"}), "macro.docx", Reason.FILE_MACROS),
        (docx(**{"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), "macro.docx",
         Reason.FILE_MACROS),
        (docx(**{"word/embeddings/run.EXE": b"MZ"}), "holds.docx", Reason.FILE_MACROS),
        (docx(**{"../../etc/passwd": b"x"}), "slip.docx", Reason.FILE_BROKEN),
        (docx()[:60], "cut.docx", Reason.FILE_BROKEN),
    ],
)  # fmt: skip
def test_what_is_not_a_document_is_refused_in_words(content, name, reason):
    assert refusal(content, name) == reason
    assert str(reason.label).endswith(".")


def test_sizes_are_bounded_by_bytes_pixels_and_what_unpacks(monkeypatch):
    assert refusal(PDF + b" " * (10 * 1024 * 1024), "large.pdf") == Reason.FILE_LARGE
    monkeypatch.setattr(checking, "MOST_UNPACKED", 1_000_000)
    assert refusal(docx(**{"word/bomb.xml": b"0" * 2_000_000}), "bomb.docx") == Reason.FILE_LARGE
    monkeypatch.setattr(checking, "MOST_PARTS", 10)
    assert refusal(docx(**{f"word/{n}.xml": b"" for n in range(20)}), "many.docx") == Reason.FILE_LARGE


def test_picture_that_claims_enormous_dimensions_is_never_unpacked():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb += chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")

    assert refusal(bomb, "bomb.png") in (Reason.FILE_PICTURE, Reason.FILE_BROKEN)


def test_pictures_lose_where_they_were_taken_and_what_hides_behind_them():
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    content = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    assert b"CANARY" in content

    kept = check_file(upload(content, "me.jpg")).content

    assert b"CANARY" not in kept
    assert b"script" not in kept
    assert Image.open(BytesIO(kept)).size == (8, 8)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ana\\paper.pdf", "paper.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a.b.exe.pdf", "a-b-exe.pdf"),
        ("x\x00y\r\nz.pdf", "xyz.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("ż" * 300 + ".pdf", "ż" * 60 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, cleaned):
    assert clean_name(name, "pdf") == cleaned


# Through the form -------------------------------------------------------------------------------------------------


@pytest.fixture
def forum(db):
    forum = open_forum()
    ask(forum, "paper", QuestionKind.FILE, label="Your paper")
    return forum


@pytest.fixture
def window(client_for, member):
    return client_for(member)


def send(window, forum, content=PDF, name="paper.pdf", url="", **more):
    return window.post(url or forum.register_url, answers(forum, q_paper=upload(content, name), **more))


def test_file_is_kept_under_a_name_that_nobody_can_guess(window, forum, member):
    assert send(window, forum).status_code == 302

    row = AnswerFile.objects.get()
    assert (row.name, row.size, row.content_type) == ("paper.pdf", len(PDF), "application/pdf")
    assert Registration.objects.get().answers == {"paper": row.pk}
    stored = Path(row.file.path)
    assert stored.is_relative_to(settings.PRIVATE_ROOT)
    assert not stored.is_relative_to(settings.MEDIA_ROOT)
    assert len(stored.stem) >= 32
    assert "paper" not in str(stored.relative_to(settings.PRIVATE_ROOT))
    assert "paper.pdf" in window.get(forum.mine_url).text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (EXE, "paper.pdf", "Files of this kind are not accepted. Send a PDF, a picture or an office document."),
        (SVG, "paper.svg", "Files of this kind are not accepted. Send a PDF, a picture or an office document."),
        (b"", "paper.pdf", "This file is empty."),
    ],
)
def test_refused_file_is_told_beside_its_field_and_registers_nobody(window, forum, content, name, words):
    response = send(window, forum, content, name, badge_name="Typed Name")

    assert response.status_code == 200
    assert response.context["form"]["q_paper"].errors == [words]
    assert response.context["form"]["badge_name"].value() == "Typed Name"
    assert "Files have to be chosen again." in response.text
    assert (Registration.objects.count(), AnswerFile.objects.count()) == (0, 0)


def test_long_file_names_are_no_error(window, forum):
    assert send(window, forum, name="ż" * 150 + ".pdf").status_code == 302
    assert AnswerFile.objects.get().name == "ż" * 60 + ".pdf"


def test_file_goes_to_its_member_and_event_managers_as_attachment(
    window, client, client_for, forum, manager, editor, other_member
):
    send(window, forum)
    url = f"/events/files/{AnswerFile.objects.get().pk}/"

    for person in (window, client_for(manager)):
        response = person.get(url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"] == 'attachment; filename="paper.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
    for person in (client, client_for(other_member), client_for(editor)):
        assert person.get(url).status_code == 404
    assert window.get("/events/files/999999/").status_code == 404


def test_changing_keeps_replaces_and_removes_the_file(window, forum, django_capture_on_commit_callbacks):
    change = "/events/forum/registration/change/"
    send(window, forum)
    first = AnswerFile.objects.get()

    page = window.get(change)
    assert "We have “paper.pdf”" in page.text
    window.post(change, answers(forum, badge_name="Other Name"))
    assert Registration.objects.get().answers == {"paper": first.pk}

    with django_capture_on_commit_callbacks(execute=True):
        send(window, forum, picture(), "scan.png", url=change)
    second = AnswerFile.objects.get()
    assert (second.name, Registration.objects.get().answers) == ("scan.png", {"paper": second.pk})
    assert not Path(first.file.path).exists()
    assert Path(second.file.path).exists()

    with django_capture_on_commit_callbacks(execute=True):
        window.post(change, answers(forum, remove_paper="on"))
    assert (AnswerFile.objects.count(), Registration.objects.get().answers) == (0, {})
    assert not Path(second.file.path).exists()


def test_id_of_somebody_elses_file_is_no_answer(window, client_for, forum, other_member):
    send(client_for(other_member), forum)
    theirs = AnswerFile.objects.get()

    window.post(forum.register_url, answers(forum, q_paper=str(theirs.pk)))

    assert Registration.objects.get(badge_name="Ana Member", member__name="Ana Member").answers == {}
    theirs.refresh_from_db()
    assert theirs.registration.member == other_member


def test_required_file_must_be_there(window, forum):
    forum.setup.questions.update(is_required=True)

    response = window.post(forum.register_url, answers(forum))

    assert response.context["form"]["q_paper"].errors == ["Choose a file for “Your paper”"]
