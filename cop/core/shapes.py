"""Editors' pictures in the sizes that a page needs: one statement for all pictures of a page once they are made."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Picture


@dataclass(frozen=True)
class Shape:
    """A use of pictures: the renditions to choose from, widest last, and how wide the picture will be shown."""

    filters: tuple[str, ...]
    sizes: str = ""


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


def fetch(wanted: Iterable[tuple[AbstractImage, Shape]]) -> None:
    """Read the renditions of all these pictures at once; afterwards `html` and `url` cost nothing."""
    wanted = list(wanted)
    if not wanted:
        return
    filters = {name for _image, shape in wanted for name in shape.filters}
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=filters)
    prefetch_related_objects(
        [image for image, _shape in wanted], Prefetch("renditions", renditions, to_attr="prefetched_renditions")
    )


def html(image: AbstractImage, shape: Shape, *, alt: str | None = None, lazy: bool = True) -> SafeString:
    """<picture> with widths, heights and sizes, so that nothing jumps; empty where the file is lost or broken."""
    try:
        renditions = image.get_renditions(*shape.filters)
    except OSError:
        return SafeString("")
    largest = renditions[shape.filters[-1]]
    attrs = {
        "alt": _alt(image) if alt is None else alt,
        "width": largest.width,
        "height": largest.height,
        **({"sizes": shape.sizes} if shape.sizes else {}),
        **({"loading": "lazy", "decoding": "async"} if lazy else {"fetchpriority": "high"}),
    }
    if len(renditions) == 1:
        return format_html(
            '<img src="{}"{}>',
            largest.url,
            SafeString("".join(format_html(' {}="{}"', *pair) for pair in attrs.items())),
        )
    return Picture(renditions, attrs).__html__()


def url(image: AbstractImage, shape: Shape = SHARE) -> str:
    """The address of the largest rendition; empty where the file is lost or broken."""
    try:
        return image.get_renditions(*shape.filters)[shape.filters[-1]].url
    except OSError:
        return ""


def _alt(image: AbstractImage) -> str:
    """What an editor wrote for this place; a picture marked as decorative has none."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or image.description
