"""Documents of working groups, for tests; made by the services, and files that are what they say."""

import uuid
import zipfile
from functools import cache
from io import BytesIO

from docx import Document as Word
from fpdf import FPDF
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.services.documents import Told, add_version, checked, share
from working_groups.services.reading import read

ODF = "urn:oasis:names:tc:opendocument:xmlns"


def make_document(group=None, author=None, *, name="notes.txt", content=b"Which indicators?", **facts):
    """A document with one version; the author becomes a member of the group if none is given."""
    group = group or WorkingGroupFactory()
    author = author or MembershipFactory(group=group, rules_accepted=group.rules_version).member
    file = checked(BytesIO(content), name=name, size=len(content))
    return share(group_id=group.pk, author=author, file=file, **facts).document


def make_version(document, author=None, *, name="notes.txt", content=b"These three.", based_on=None, **facts):
    """One more version."""
    author = author or MembershipFactory(group=document.group).member
    return add_version(
        document=document,
        author=author,
        file=checked(BytesIO(content), name=name, size=len(content)),
        what_changed=facts.pop("what_changed", ""),
        based_on=document.last_number if based_on is None else based_on,
        told=facts.pop("told", Told()),
        key=facts.pop("key", uuid.uuid4()),
    )


def read_all(*documents):
    """Read what the worker would read."""
    for document in documents:
        for version in document.versions.all():
            read(version.pk)


@cache
def deck(*slides, notes="", picture=False):
    """A deck with a slide for each text, and notes of the speaker."""
    show = Presentation()
    for text in slides:
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(show)


@cache
def word(*paragraphs):
    """A text document."""
    document = Word()
    for text in paragraphs:
        document.add_paragraph(text)
    return _saved(document)


@cache
def sheet(**sheets):
    """A workbook: a sheet for each name, with one cell."""
    book = Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        book.create_sheet(name).append([text])
    return _saved(book)


@cache
def pdf(*pages):
    """A PDF with a page for each text."""
    document = FPDF()
    for text in pages:
        document.add_page()
        document.set_font("helvetica", size=20)
        document.cell(text=text)
    return bytes(document.output())


def odf(kind, body):
    """An OpenDocument file: kind is text or presentation, body its XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        media_type = f"application/vnd.oasis.opendocument.{kind}"
        archive.writestr("mimetype", media_type)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
            f'xmlns:draw="{ODF}:drawing:1.0" xmlns:presentation="{ODF}:presentation:1.0">'
            f"<office:body>{body}</office:body></office:document-content>",
        )
    return out.getvalue()


def picture(kind="JPEG", **more):
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, kind, **more)
    return out.getvalue()


def _saved(thing):
    out = BytesIO()
    thing.save(out)
    return out.getvalue()
