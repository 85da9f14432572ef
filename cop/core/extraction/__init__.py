"""Text and page pictures of documents, read in a process of their own that a bad file may take down with it.

`read(path, extension)` starts `reader.py` with limits of memory, time of the processor and time of the clock. It never
raises for what is in a file: damaged, encrypted and huge ones come back with a `problem` in words.
"""

import json
import signal
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from .office import as_pdf
from .running import run

READER = Path(__file__).with_name("reader.py")
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60
SECONDS = 120
# Between the number of a page and the ending of its second, smaller picture.
SMALL = "s"
READABLE = frozenset({"pdf", "pptx", "docx", "xlsx", "odt", "odp", "ods", "txt", "md", "csv"})


class Problem(models.TextChoices):
    """Why nothing, or not all, of a file could be read."""

    ENCRYPTED = "encrypted", _("This file is protected by a password: what is in it can be neither searched nor shown.")
    DAMAGED = "damaged", _("This file seems to be damaged: what is in it can be neither searched nor shown.")
    HUGE = "huge", _("This file is too large to be searched or shown. It can be downloaded.")
    NO_TEXT = "no_text", _("No text was found in this file; perhaps it was scanned.")


class Unit(models.TextChoices):
    """What the numbers of the parts of a document count."""

    PAGE = "page", _("page")
    SLIDE = "slide", _("slide")
    SHEET = "sheet", _("sheet")
    WHOLE = "whole", ""


@dataclass(frozen=True)
class Drawing:
    """How pages of PDF files are drawn: how wide in pixels, how wide a second time (0: not), and how many."""

    width: int = 1100
    small: int = 0
    most: int = 30
    # Office files too, by LibreOffice where the machine has it.
    office: bool = False


@dataclass(frozen=True)
class Read:
    """What was read: texts by number (from 1), what the numbers count, pictures of pages (WebP, from 1).

    `size` is that of the first picture, in pixels.
    """

    texts: dict[int, str] = field(default_factory=dict)
    unit: str = Unit.WHOLE
    pictures: dict[int, bytes] = field(default_factory=dict)
    problem: str = ""
    small: dict[int, bytes] = field(default_factory=dict)
    size: tuple[int, int] = (0, 0)
    # Pages, slides or sheets that there are, with or without text.
    parts: int = 0


def read(
    path: Path,
    extension: str,
    *,
    drawing: Drawing = Drawing(),
    memory: int = MEMORY,
    cpu_seconds: int = CPU_SECONDS,
    seconds: float = SECONDS,
) -> Read:
    """Text and pictures of the file at `path`; its type was checked when it came in."""
    if extension not in READABLE:
        return Read()
    limits = {"memory": memory, "cpu_seconds": cpu_seconds, "seconds": seconds}
    found = _read(path, extension, drawing, **limits)
    if not drawing.office or found.problem not in ("", Problem.NO_TEXT):
        return found
    with tempfile.TemporaryDirectory(prefix="drawing-") as folder:
        made = as_pdf(path, extension, Path(folder))
        return _with_pages(found, _read(made, "pdf", drawing, **limits)) if made else found


def _with_pages(found: Read, drawn: Read) -> Read:
    """What was read of an Office file, with the pages of the PDF made of it. The words of slides are those of the file:
    the PDF knows no better, and a word of a picture is none. A text has pages only as PDF."""
    if not drawn.pictures:
        return found
    if found.unit == Unit.SLIDE:
        # Slides without any text were counted too; a different number means that the pictures are of something else.
        fits = not found.texts or found.parts == drawn.parts
        return replace(found, pictures=drawn.pictures, small=drawn.small, size=drawn.size) if fits else found
    return drawn if drawn.texts else replace(found, pictures=drawn.pictures, small=drawn.small, size=drawn.size)


def _read(path: Path, extension: str, drawing: Drawing, *, memory: int, cpu_seconds: int, seconds: float) -> Read:
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        numbers = map(str, (memory, cpu_seconds, drawing.width, drawing.small, drawing.most))
        command = [sys.executable, "-I", str(READER), extension, str(path), folder, *numbers]
        code = run(command, Path(folder), seconds=seconds)
        if code is None:
            return Read(problem=Problem.HUGE)
        return _result(Path(folder), code)


def _result(folder: Path, code: int) -> Read:
    try:
        found = json.loads((folder / "result.json").read_text("utf-8"))
    except (OSError, ValueError):
        # Killed by a limit, or by the file itself.
        over = code in (-signal.SIGXCPU, -signal.SIGKILL)
        return Read(problem=Problem.HUGE if over else Problem.DAMAGED)
    if found["problem"]:
        return Read(problem=found["problem"])
    texts = {int(number): text for number, text in found["texts"].items()}
    drawn = {place.stem: place.read_bytes() for place in folder.glob("*.webp")}
    pictures = {int(name): content for name, content in drawn.items() if not name.endswith(SMALL)}
    small = {int(name.removesuffix(SMALL)): content for name, content in drawn.items() if name.endswith(SMALL)}
    width, height = found["size"]
    parts, problem = found["parts"], ""
    if not any(texts.values()):
        texts, problem = {}, Problem.NO_TEXT
    return Read(texts, found["unit"], pictures, problem, small, (width, height), parts)
