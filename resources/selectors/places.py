"""Where in a file something stands, in words: slide 4, page 2."""

from cop.core.extraction import Unit
from cop.core.stored.words import UNIT_WORDS

from ..choices import ResourceKind
from ..models import FileText, FileVersion, ResourcePage


def place(resource: ResourcePage, version: FileVersion, number: int) -> str:
    """“Slide 4”; empty where parts are not counted. Pages of a presentation are slides, whatever its format."""
    unit = Unit(version.unit)
    if unit == Unit.WHOLE and version.pictures > 1:
        unit = Unit.PAGE
    if unit == Unit.PAGE and resource.kind == ResourceKind.PRESENTATION:
        unit = Unit.SLIDE
    words = UNIT_WORDS.get(unit)
    return (str(words) % {"n": number}).capitalize() if words else ""


def place_of(text: FileText) -> str:
    """Of a text with its version, file and resource."""
    return place(text.version.file.resource, text.version, text.number)
