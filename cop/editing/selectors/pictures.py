"""Pictures that people who cannot see them are told nothing about."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from wagtail.images.models import Image

    from cop.members.models import User


def undescribed(pictures: "QuerySet[Image]") -> "QuerySet[Image]":
    """Those without a description that nobody has called ornaments."""
    return pictures.filter(description="", decorative_note=None)


def is_undescribed(picture: "Image") -> bool:
    """The twin of `undescribed` for one picture."""
    return not picture.description.strip() and getattr(picture, "decorative_note", None) is None


def undescribed_pictures_for(user: "User") -> "QuerySet[Image]":
    """Those that `user` may describe, with how often each is used (as the worker has last counted), the most first."""
    image = get_image_model()
    policy = policy_registry.get_by_type(image)
    used = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(image),
            to_object_id=Cast(OuterRef("pk"), CharField()),
        )
        .order_by()
        .values("to_object_id")
        .annotate(times=Count("object_id", distinct=True))
        .values("times")
    )
    pictures = policy.instances_user_has_any_permission_for(user, ["change"])
    return (
        undescribed(pictures)
        .annotate(uses=Coalesce(Subquery(used, output_field=IntegerField()), 0))
        .order_by("-uses", "title", "pk")
    )
