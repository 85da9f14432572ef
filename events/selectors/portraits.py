"""Pictures of the people of a programme, in the sizes of an avatar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from django.utils.safestring import SafeString
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Picture

from .programme import Person

# An avatar--large is 4rem wide: once, twice and three times as fine, which also serves enlarged text.
EDGE = 64
FILTERS = tuple(f"fill-{EDGE * times}x{EDGE * times}|format-{form}" for form in ("avif", "webp") for times in (1, 2, 3))


def with_portraits(people: Sequence[Person]) -> list[Person]:
    """The same people, each with their portrait where there is one: one statement, none where nobody has a picture."""
    found = portraits(person.picture_id for person in people if person.picture_id)
    return [replace(person, portrait=found.get(person.picture_id or 0, "")) for person in people]


def portraits(image_ids: Iterable[int]) -> dict[int, SafeString]:
    """Portraits as HTML by the ids of their images.

    Only what the worker has made (`services.pictures`): until then initials stand there, and nobody waits for the
    sizes of twenty faces.
    """
    ids = set(image_ids)
    if not ids:
        return {}
    made: dict[int, dict[str, AbstractRendition]] = defaultdict(dict)
    images: dict[int, AbstractImage] = {}
    model = get_image_model().get_rendition_model()
    for each in model.objects.filter(image__in=ids, filter_spec__in=FILTERS).select_related("image"):
        # A size cut around an earlier focal point stays in the table.
        if each.focal_point_key == _filter(each.filter_spec).get_cache_key(each.image):
            images[each.image_id] = each.image
            made[each.image_id][each.filter_spec] = each
    return {pk: _html(images[pk], sizes) for pk, sizes in made.items() if len(sizes) == len(FILTERS)}


@cache
def _filter(spec: str) -> Filter:
    return Filter(spec)


def _html(image: AbstractImage, made: dict[str, AbstractRendition]) -> SafeString:
    # A small original gives the same width twice; a browser is told of it once.
    distinct = {(spec.rpartition("|")[2], made[spec].width): spec for spec in reversed(FILTERS)}
    sizes = {spec: made[spec] for spec in FILTERS if spec in distinct.values()}
    return Picture(
        sizes,
        {
            # The name stands beside it: what nobody has described is better silent than called after its file.
            "alt": image.description,
            "sizes": "4rem",
            "width": EDGE,
            "height": EDGE,
            "loading": "lazy",
            "decoding": "async",
        },
    ).__html__()
