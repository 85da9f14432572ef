"""Editors' pictures in the sizes and formats that browsers choose from, made before a visitor waits for them."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image, ImageOps
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Picture

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shape:
    """A use of pictures: the renditions to choose from, the most widely understood and widest last, and how wide the
    picture will be shown."""

    filters: tuple[str, ...]
    sizes: str = ""


def shape(*widths: int, sizes: str, cut: str = "") -> Shape:
    """A shape of these widths, each as AVIF and as WebP. `cut`, as in "2:1", crops to it."""
    across, _colon, down = cut.partition(":")
    cuts = [f"fill-{width}x{width * int(down) // int(across)}" if cut else f"width-{width}" for width in sorted(widths)]
    return Shape(tuple(f"{each}|format-{form}" for form in ("avif", "webp") for each in cuts), sizes)


WIDE = Shape(
    tuple(f"width-{width}|format-webp" for width in (480, 960, 1600)), "(width >= 62rem) 50rem, calc(100vw - 2rem)"
)
CARD = Shape(
    tuple(f"fill-{width}x{width // 2}|format-webp" for width in (400, 800)),
    "(width >= 62rem) 24rem, (width >= 40rem) 50vw, calc(100vw - 2rem)",
)
FACE = Shape(("fill-192x192|format-webp",))
LOGO = Shape(("max-400x200|format-webp",))
# The readers of shared links want one size, and not all of them know WebP.
SHARE = Shape(("fill-1200x630|format-jpeg",))
SHARE_SIZE, SHARE_GROUND = (1200, 630), "#eef2f8"


@dataclass(frozen=True)
class Shared:
    """The picture that readers of shared links show: its address on the site, its size in pixels."""

    url: str
    width: int
    height: int


def fetch(wanted: Iterable[tuple[AbstractImage, Shape]]) -> None:
    """Read the renditions of all these pictures in one statement; afterwards `html` and `url` cost none."""
    wanted = list(wanted)
    if not wanted:
        return
    filters = {name for _image, shape in wanted for name in shape.filters}
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=filters)
    prefetch_related_objects(
        [image for image, _shape in wanted], Prefetch("renditions", renditions, to_attr="prefetched_renditions")
    )


def html(image: AbstractImage | None, shape: Shape, *, alt: str | None = None, first: bool = False) -> SafeString:
    """<picture> with width, height and sizes, so that nothing jumps when it arrives.

    Empty where there is no picture or its file is lost: a page is worth more than its picture. `alt`: "" for an
    ornament, None for what an editor wrote. `first`: it is seen at once, so the browser fetches it early.
    One statement once the sizes are made, none after `fetch`.
    """
    renditions = _renditions(image, shape)
    if image is None or not renditions:
        return SafeString("")
    largest = renditions[shape.filters[-1]]
    attributes = {
        "alt": _alt(image) if alt is None else alt,
        **({"sizes": shape.sizes} if shape.sizes else {}),
        "width": largest.width,
        "height": largest.height,
        **({"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}),
    }
    if len(renditions) > 1:
        return Picture(renditions, attributes).__html__()
    return format_html(
        '<img src="{}"{}>',
        largest.url,
        SafeString("".join(format_html(' {}="{}"', *pair) for pair in attributes.items())),
    )


def url(image: AbstractImage | None, shape: Shape = SHARE) -> str:
    """The address of the last size; empty where there is no picture or its file is lost."""
    renditions = _renditions(image, shape)
    return renditions[shape.filters[-1]].url if renditions else ""


def absolute(address: str) -> str:
    """The whole address of a picture, for those who read of it elsewhere. Pictures may lie with another host."""
    return urljoin(f"{settings.SITE_URL}/", address) if address else ""


def shared(image: AbstractImage | None) -> Shared | None:
    """What stands for a page where links to it are shown; None where there is no picture or its file is lost."""
    renditions = _renditions(image, SHARE)
    if not renditions:
        return None
    made = renditions[SHARE.filters[-1]]
    return Shared(made.url, made.width, made.height)


def as_shared(picture: IO[bytes]) -> bytes:
    """Any picture as one of `SHARE_SIZE`, whole, on a plain ground. Raises `OSError` for what is no picture."""
    content = BytesIO()
    with Image.open(picture) as opened:
        ImageOps.pad(opened.convert("RGB"), SHARE_SIZE, color=SHARE_GROUND).save(content, "JPEG", quality=82)
    return content.getvalue()


def _renditions(image: AbstractImage | None, shape: Shape) -> Mapping[str, AbstractRendition]:
    if image is None:
        return {}
    # A page shows its picture and names it to readers of shared links: looked up once.
    found: dict[Shape, Mapping[str, AbstractRendition]] = image.__dict__.setdefault("shown_renditions", {})
    if shape not in found:
        try:
            found[shape] = image.get_renditions(*shape.filters)
        except OSError:
            found[shape] = {}
    return found[shape]


def _alt(image: AbstractImage) -> str:
    """What an editor wrote for this place; a picture marked as decorative has none."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or image.description or ""


def make_missing(image: AbstractImage, filters: Iterable[str]) -> int:
    """Make the sizes that are not there yet; returns how many. Two statements, one where nothing is missing.

    A picture that cannot be read is noted in the log and makes none.
    """
    # Straight from the table: the cache of another process may still hold what an editor has just replaced.
    there = {(made.filter_spec, made.focal_point_key) for made in image.renditions.all()}
    wanted = [each for each in map(Filter, filters) if (each.spec, each.get_cache_key(image)) not in there]
    if not wanted:
        return 0
    try:
        image.create_renditions(*wanted)
    except Exception:
        logger.exception("Picture %s cannot be made smaller.", image.pk)
        return 0
    return len(wanted)
