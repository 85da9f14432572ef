"""A file as one reads it on the site: slide by slide, each with its picture and its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.extraction import Unit
from cop.core.markdown import to_html
from cop.core.stored.choices import ReadingState
from cop.core.stored.reading import note_of

from ..drawing import DRAWING
from ..models import FileText, FileVersion, ResourceFile, ResourcePage
from .files import meta_of
from .places import place
from .slide_pictures import SlidePicture, picture_of

# So many slides stand in one list; the others are a step away.
IN_LIST = 60
# Sheets and long texts end on the page; the file itself has everything.
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Slide:
    """One slide, page or sheet."""

    number: int
    label: str
    url: str
    text: str
    picture: SlidePicture | None = None


@dataclass(frozen=True)
class Viewer:
    """What the viewer shows: the slide that was asked for, those around it, and how to go on."""

    current: Slide | None
    slides: Sequence[Slide] = field(default=())
    total: int = 0
    previous_url: str = ""
    next_url: str = ""
    earlier_url: str = ""
    later_url: str = ""
    html: SafeString | str = ""

    @property
    def has_pictures(self) -> bool:
        return any(slide.picture for slide in self.slides)


@dataclass(frozen=True)
class FileRow:
    """A file as the page of its resource shows it."""

    file: ResourceFile
    version: FileVersion
    kind: str
    meta: Sequence[str]
    url: str
    # Where it can be read on the site; empty where it can only be downloaded.
    viewer_url: str = ""
    note: str = ""


def can_be_read_here(version: FileVersion) -> bool:
    """Is there anything to show of it?"""
    return version.reading == ReadingState.DONE and (bool(version.pictures) or not version.problem)


def notes_of(version: FileVersion) -> str:
    """In words, how its reading went, and of how many pages there is no picture; empty where all is well."""
    return " ".join(words for words in (note_of(version), _without_picture(version)) if words)


def _without_picture(version: FileVersion) -> str:
    left = version.parts - version.pictures
    if left <= 0 or version.pictures < DRAWING.most:
        return ""
    words = (
        ngettext(
            "The first %(shown)s of %(all)s slides have pictures. The other %(left)s slide is here by its text, as far "
            "as that was read; the file has it.",
            "The first %(shown)s of %(all)s slides have pictures. The other %(left)s slides are here by their text, as "
            "far as that was read; the file has them all.",
            left,
        )
        if version.unit == Unit.SLIDE
        else ngettext(
            "The first %(shown)s of %(all)s pages have pictures. The other %(left)s page is here by its text, as far "
            "as that was read; the file has it.",
            "The first %(shown)s of %(all)s pages have pictures. The other %(left)s pages are here by their text, as "
            "far as that was read; the file has them all.",
            left,
        )
    )
    numbers = {"shown": version.pictures, "all": version.parts, "left": left}
    return words % {name: number_format(number, force_grouping=True) for name, number in numbers.items()}


def viewer_url(file: ResourceFile, slug: str, number: int = 0) -> str:
    """The address of a slide; without a number that of the first."""
    address = reverse("resource_slides", args=[slug, file.pk])
    return f"{address}?slide={number}" if number > 1 else address


def viewer_context(file: ResourceFile, asked: str) -> dict[str, Any]:
    """The template's context; `asked` is the number in the address, whatever it is. Two statements."""
    version = file.current
    assert version is not None  # noqa: S101 - the door gives none without
    resource = file.resource
    viewer = _viewer(file, version, resource.slug, asked)
    return {
        "resource": resource,
        # For search engines each slide is a part of the resource, whose page says what it is and how to cite it.
        "canonical": settings.SITE_URL + resource.get_absolute_url(),
        "file": file,
        "viewer": viewer,
        "shared": viewer.current.picture.shared if viewer.current and viewer.current.picture else None,
        "note": notes_of(version),
        "meta": meta_of(file, version),
        "download_url": reverse("resource_file", args=[resource.slug, file.pk]),
        "trail": [
            (_("Home"), "/"),
            (_("Library"), reverse("library")),
            (resource.title, resource.get_absolute_url()),
        ],
    }


def file_rows(resource: ResourcePage, files: Iterable[ResourceFile]) -> list[FileRow]:
    """Of files with their present versions, as `files_of` gives them."""
    return [_row(resource, file, file.current) for file in files if file.current is not None]


def _row(resource: ResourcePage, file: ResourceFile, version: FileVersion) -> FileRow:
    return FileRow(
        file=file,
        version=version,
        kind=version.extension.upper(),
        meta=meta_of(file, version),
        url=reverse("resource_file", args=[resource.slug, file.pk]),
        viewer_url=viewer_url(file, resource.slug) if can_be_read_here(version) else "",
        note=notes_of(version),
    )


def _viewer(file: ResourceFile, version: FileVersion, slug: str, asked: str) -> Viewer:
    if not can_be_read_here(version):
        return Viewer(None)
    texts = FileText.objects.filter(version=version)
    last = texts.aggregate(last=Max("number"))["last"] or 0
    total = max(last, version.pictures)
    number = min(int(asked), total) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    number = max(number, 1)
    first = (number - 1) // IN_LIST * IN_LIST + 1
    numbers = range(first, min(first + IN_LIST, total + 1))
    found = dict(texts.filter(number__in=numbers).values_list("number", "text"))
    slides = [_slide(file, version, slug, each, found.get(each, "")) for each in numbers]
    current = slides[number - first] if slides else None

    def url(other: int) -> str:
        return viewer_url(file, slug, other) if 1 <= other <= total else ""

    return Viewer(
        current=current,
        slides=slides if total > 1 else [],
        total=total,
        previous_url=url(number - 1),
        next_url=url(number + 1),
        earlier_url=url(first - IN_LIST),
        later_url=url(first + IN_LIST),
        html=to_html(current.text) if current and version.extension == "md" else "",
    )


def _slide(file: ResourceFile, version: FileVersion, slug: str, number: int, text: str) -> Slide:
    return Slide(
        number=number,
        label=place(file.resource, version, number),
        url=viewer_url(file, slug, number),
        text=text[:LONGEST_TEXT],
        picture=picture_of(version, number) if number <= version.pictures else None,
    )
