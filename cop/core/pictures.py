"""Editors' pictures in the sizes and formats that browsers choose from, made before a visitor waits for them."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from django.utils.safestring import SafeString
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Picture, SourceImageIOError

logger = logging.getLogger(__name__)


def filters(*widths: int, shape: str = "") -> list[str]:
    """Names of the sizes: each width as AVIF and as WebP. `shape`, as in "2:1", crops to it."""
    across, _colon, down = shape.partition(":")
    sizes = [
        f"fill-{width}x{width * int(down) // int(across)}" if shape else f"width-{width}" for width in sorted(widths)
    ]
    return [f"{size}|format-{form}" for form in ("avif", "webp") for size in sizes]


class Pictures:
    """One picture in all sizes; one statement once they are made, none if they were fetched with `fetch`."""

    def __init__(self, image: AbstractImage, specs: Sequence[str], *, sizes: str, alt: str = "") -> None:
        self.alt = alt or image.description or ""
        self.sizes = sizes
        self.renditions: Mapping[str, AbstractRendition] = image.get_renditions(*specs)
        # The widest one that every reader of shared links understands.
        self.largest = self.renditions[specs[-1]]

    def html(self, *, first: bool = False, alt: str | None = None) -> SafeString:
        """<picture> with width, height and sizes, so that nothing jumps when it arrives.

        `first`: it is seen at once, so the browser fetches it early; `alt=""`: an ornament here.
        """
        attributes = {
            "alt": self.alt if alt is None else alt,
            "sizes": self.sizes,
            "width": self.largest.width,
            "height": self.largest.height,
            **({"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}),
        }
        return Picture(self.renditions, attributes).__html__()


def pictures(image: AbstractImage | None, specs: Sequence[str], *, sizes: str, alt: str = "") -> Pictures | None:
    """The picture; None where there is none or its file is lost: a page is worth more than its picture."""
    if image is None:
        return None
    try:
        return Pictures(image, specs, sizes=sizes, alt=alt)
    except SourceImageIOError:
        return None


def fetch(ids: Iterable[int | None], specs: Sequence[str]) -> dict[int, AbstractImage]:
    """Pictures by number with these sizes at hand; two statements, whatever their number."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    return {image.pk: image for image in get_image_model().objects.filter(pk__in=wanted).prefetch_renditions(*specs)}


def missing(image: AbstractImage, specs: Sequence[str]) -> list[Filter]:
    """The sizes that are not made yet; one statement."""
    # Straight from the table: the cache of another process may still hold what an editor has just replaced.
    there = {(made.filter_spec, made.focal_point_key) for made in image.renditions.all()}
    return [each for each in map(Filter, specs) if (each.spec, each.get_cache_key(image)) not in there]


def make_missing(image: AbstractImage, specs: Sequence[str]) -> int:
    """Make them; returns how many. A picture that cannot be read is noted in the log and makes none."""
    wanted = missing(image, specs)
    if not wanted:
        return 0
    try:
        image.create_renditions(*wanted)
    except Exception:
        logger.exception("Picture %s cannot be made smaller.", image.pk)
        return 0
    return len(wanted)
