"""Noting that a picture is an ornament, or that it is not."""

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import DecorativePicture

if TYPE_CHECKING:
    from wagtail.images.models import Image


def note_decorative(*, image: "Image", decorative: bool) -> None:
    """Twice in a row changes nothing. An ornament has no description: what stood there goes."""
    with transaction.atomic():
        if not decorative:
            DecorativePicture.objects.filter(image=image).delete()
            return
        DecorativePicture.objects.get_or_create(image=image)
        if image.description:
            image.description = ""
            image.save(update_fields=["description"])
