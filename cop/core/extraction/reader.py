"""Reads one document and writes what it found into a folder: result.json and pictures. Run as a program of its own.

    python -I reader.py EXTENSION FILE FOLDER BYTES SECONDS WIDTH SMALL PICTURES

It knows nothing of the site, has no secrets, and limits itself before it opens the file.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

MOST_PARTS = 2_000
MOST_LETTERS = 4_000_000
MOST_OF_A_PART = 200_000
MOST_PIXELS = 12_000_000
LONGEST_SIDE = 8_000
MOST_ROWS = 20_000

_unseen = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
Found = tuple[str, Iterator[str]]


class Drawing:
    """How pages are drawn: set once, from the command line; `size` is that of the first picture, `parts` how many pages
    or slides there are, more than are read."""

    width, small, most = 1100, 0, 30
    size = (0, 0)
    parts = 0


class Encrypted(Exception):
    """A password is needed."""


def limit(memory: int, seconds: int) -> None:
    """From here on this process gets no more than that."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024 * 1024, 64 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf(path: Path, folder: Path) -> Found:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted from error
        raise

    Drawing.parts = len(document)

    def pages() -> Iterator[str]:
        for index in range(min(len(document), MOST_PARTS)):
            page = document[index]
            if index < Drawing.most:
                _pdf_picture(page, folder, index + 1)
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()

    return "page", pages()


def _pdf_picture(page: object, folder: Path, number: int) -> None:
    width, height = page.get_size()  # type: ignore[attr-defined]
    scale = Drawing.width / max(width, 1)
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5
    # A page like a ribbon has few pixels and a side that no picture may have.
    scale = min(scale, LONGEST_SIDE / max(width, height, 1))
    _keep_picture(page.render(scale=scale).to_pil(), folder, number)  # type: ignore[attr-defined]


def _keep_picture(picture: object, folder: Path, number: int) -> None:
    """As it is, and a smaller one beside it where that is wanted."""
    whole = picture.convert("RGB")  # type: ignore[attr-defined]
    whole.save(folder / f"{number}.webp", "WEBP", quality=80)
    if number == 1:
        Drawing.size = whole.size
    if Drawing.small:
        whole.thumbnail((Drawing.small, Drawing.small * 2))
        whole.save(folder / f"{number}s.webp", "WEBP", quality=75)


def pptx(path: Path, folder: Path) -> Found:
    from pptx import Presentation

    _thumbnail(path, folder, ("docProps/thumbnail.jpeg", "docProps/thumbnail.png"))
    show = Presentation(str(path))

    def words(shapes: object) -> Iterator[str]:
        for shape in shapes:  # type: ignore[attr-defined]
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False) and shape.has_table:
                for row in shape.table.rows:
                    yield " · ".join(cell.text for cell in row.cells)
            if hasattr(shape, "shapes"):
                yield from words(shape.shapes)

    Drawing.parts = len(show.slides)
    # Slides only: speaker notes are not meant for readers.
    return "slide", ("\n".join(words(slide.shapes)) for slide in show.slides)


def docx(path: Path, folder: Path) -> Found:
    from docx import Document
    from docx.table import Table

    _thumbnail(path, folder, ("docProps/thumbnail.jpeg", "docProps/thumbnail.png"))
    document = Document(str(path))

    def blocks() -> Iterator[str]:
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    yield " · ".join(cell.text for cell in row.cells)
            else:
                yield block.text

    return "whole", iter(["\n".join(blocks())])


def xlsx(path: Path, folder: Path) -> Found:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)

    def sheets() -> Iterator[str]:
        for sheet in book.worksheets:
            lines = [sheet.title]
            for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS):
                cells = [str(cell) for cell in row if cell is not None]
                if cells:
                    lines.append(" · ".join(cells))
            yield "\n".join(lines)

    return "sheet", sheets()


TEXT_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
NOTES = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes"


def odf(path: Path, folder: Path, part: str, unit: str) -> Found:
    from defusedxml.ElementTree import fromstring

    _thumbnail(path, folder, ("Thumbnails/thumbnail.png",))
    with zipfile.ZipFile(path) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise Encrypted
        root = fromstring(archive.read("content.xml"))

    def texts(element: object) -> Iterator[str]:
        # Notes of the speaker lie inside the slide.
        if element.tag == NOTES:  # type: ignore[attr-defined]
            return
        if element.tag in (f"{TEXT_SPACE}p", f"{TEXT_SPACE}h"):  # type: ignore[attr-defined]
            yield "".join(element.itertext())  # type: ignore[attr-defined]
            return
        for child in element:  # type: ignore[attr-defined]
            yield from texts(child)

    if not part:
        return unit, iter(["\n".join(texts(root))])
    parts = list(root.iter(part))
    Drawing.parts = len(parts)
    return unit, ("\n".join(texts(each)) for each in parts)


def plain(path: Path, folder: Path) -> Found:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "whole", iter([content.decode("utf-16")])
    try:
        return "whole", iter([content.decode("utf-8-sig")])
    except UnicodeDecodeError:
        return "whole", iter([content.decode("cp1252")])


def _thumbnail(path: Path, folder: Path, names: tuple[str, ...]) -> None:
    """The picture of the first page that the program which made the file put into it."""
    from PIL import Image

    with zipfile.ZipFile(path) as archive:
        for name in names:
            if name in archive.namelist() and archive.getinfo(name).file_size < 4_000_000:
                try:
                    with Image.open(BytesIO(archive.read(name)), formats=["PNG", "JPEG"]) as picture:
                        # Some programs put in an empty page.
                        grey = picture.convert("L") if picture.width * picture.height <= MOST_PIXELS else None
                        if grey is not None and grey.getextrema()[1] - grey.getextrema()[0] > 16:
                            _keep_picture(picture, folder, 1)
                except (OSError, ValueError, SyntaxError):
                    pass
                return


READERS = {
    "pdf": pdf,
    "pptx": pptx,
    "docx": docx,
    "xlsx": xlsx,
    "odt": lambda path, folder: odf(path, folder, "", "whole"),
    "odp": lambda path, folder: odf(path, folder, f"{DRAW_SPACE}page", "slide"),
    "ods": lambda path, folder: odf(path, folder, f"{TABLE_SPACE}table", "sheet"),
    "txt": plain,
    "md": plain,
    "csv": plain,
}


NOTHING: dict = {"unit": "", "texts": {}, "size": (0, 0), "parts": 0}


def main(extension: str, path: Path, folder: Path) -> dict:
    """What is written into result.json."""
    try:
        if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Encrypted
        unit, parts = READERS[extension](path, folder)
        texts, left = {}, MOST_LETTERS
        for number, part in enumerate(parts, start=1):
            if number > MOST_PARTS or left <= 0:
                break
            text = _unseen.sub(" ", part.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
            texts[number] = text.strip()[: min(MOST_OF_A_PART if unit != "whole" else MOST_LETTERS, left)]
            left -= len(texts[number])
        return {
            "problem": "",
            "unit": unit,
            "texts": texts,
            "size": Drawing.size,
            "parts": max(Drawing.parts, len(texts)),
        }
    except Encrypted:
        return {**NOTHING, "problem": "encrypted"}
    except MemoryError:
        return {**NOTHING, "problem": "huge"}
    except Exception:
        return {**NOTHING, "problem": "damaged"}


if __name__ == "__main__":
    limit(int(sys.argv[4]), int(sys.argv[5]))
    Drawing.width, Drawing.small, Drawing.most = map(int, sys.argv[6:9])
    target = Path(sys.argv[3])
    result = main(sys.argv[1], Path(sys.argv[2]), target)
    (target / "result.json").write_text(json.dumps(result), "utf-8")
