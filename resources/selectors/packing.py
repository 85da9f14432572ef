"""What a collection is as one ZIP file: its files under clean names, how large it is, and how far its file is."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.files.checking import MEGABYTE
from cop.core.stored.archives import UNDER_WAY, Part, clean_name
from cop.core.stored.choices import ArchiveState

from ..models import CollectionArchive, CollectionPage, ResourceFile
from ..refusals import Reason
from .resources import everybody, resources_visible_to

# What is larger would fill the disk of the worker, and no browser would get it to its end.
LARGEST = 500 * MEGABYTE


@dataclass(frozen=True)
class Contents:
    """What goes into the file now, in order. `digest` changes with every file, name and place; `size` is in bytes."""

    parts: list[Part]
    resources: list[int]
    size: int
    digest: str

    @property
    def obstacle(self) -> Reason | None:
        """Why there can be no such file; None if there can."""
        if not self.parts:
            return Reason.NOTHING_THERE
        return Reason.TOO_LARGE if self.size > LARGEST else None


def contents_of(collection: CollectionPage, among: Iterable[int] | None = None) -> Contents:
    """Files of resources that everybody may read, whoever asks: the file is shared. One statement where the numbers of
    its resources are known (`among`, in order), else two."""
    ids = list(among) if among is not None else [item.resource_id for item in collection.items.all()]
    free = resources_visible_to(everybody()).filter(pk__in=ids)
    files = ResourceFile.objects.filter(resource__in=free.values("pk"), current__isnull=False)
    of_resource: dict[int, list[ResourceFile]] = {}
    for file in files.select_related("current", "resource").order_by("position", "pk"):
        of_resource.setdefault(file.resource_id, []).append(file)
    filled = [pk for pk in ids if pk in of_resource]
    width = max(2, len(str(len(filled))))
    parts, size, digest = [], 0, hashlib.sha256()
    for number, pk in enumerate(filled, start=1):
        for file in of_resource[pk]:
            version = file.current
            assert version is not None  # noqa: S101 - asked for
            title = clean_name(file.resource.title.replace(": ", " - "))[:80].strip(". ")
            if len(of_resource[pk]) > 1:
                title = f"{title} - {clean_name(file.title)[:40]}"
            # 01 Roadmaps.pdf: sorted by name they stand in the editors' order.
            part = Part(f"{number:0{width}} {title}.{version.extension}", version.path)
            parts.append(part)
            size += version.size
            digest.update(f"{version.pk}\0{part.name}\n".encode())
    return Contents(parts, filled, size, digest.hexdigest())


def offer_of(collection: CollectionPage, among: Iterable[int]) -> dict[str, Any]:
    """What the page of a collection says about its ZIP file: where to ask and how large, or why there is none; empty
    where there are no files. One statement; none for a page never saved."""
    if collection.pk is None:
        return {}
    contents = contents_of(collection, among)
    if contents.obstacle == Reason.NOTHING_THERE:
        return {}
    return {
        "url": "" if contents.obstacle else reverse("ask_for_collection_zip", args=[collection.slug]),
        "number": len(contents.parts),
        "size": filesizeformat(contents.size),
        "obstacle": str(contents.obstacle.label) if contents.obstacle else "",
    }


def archive_of(collection: CollectionPage, contents: Contents) -> CollectionArchive | None:
    """The file of the present state, or the last try to make one. One statement."""
    return CollectionArchive.objects.filter(collection=collection, digest=contents.digest).order_by("-pk").first()


def zip_context(collection: CollectionPage, *, problem: str = "") -> dict[str, Any]:
    """How far the file of the present state is. Three statements."""
    contents = contents_of(collection)
    made = archive_of(collection, contents)
    return {
        "collection": collection,
        "trail": [
            (_("Home"), "/"),
            (_("Library"), reverse("library")),
            (_("Collections"), reverse("library_collections")),
            (collection.title, collection.get_absolute_url()),
        ],
        "made": made,
        "under_way": made is not None and made.state in UNDER_WAY,
        "ready": is_ready(made),
        "failed": made is not None and made.state == ArchiveState.FAILED,
        "number": len(contents.parts),
        "size": filesizeformat(contents.size),
        "problem": problem or (str(contents.obstacle.label) if contents.obstacle else ""),
        "can_ask": contents.obstacle is None,
    }


def is_ready(made: CollectionArchive | None) -> bool:
    """Can it be fetched?"""
    return (
        made is not None
        and made.state == ArchiveState.READY
        and made.expires_at is not None
        and made.expires_at > timezone.now()
    )


def get_archive_for(collection: CollectionPage, key: UUID) -> tuple[CollectionArchive, Contents]:
    """The file with this key, ready, and of the present state: what was withdrawn or restricted since goes out no more.
    404 otherwise. Three statements."""
    contents = contents_of(collection)
    made = CollectionArchive.objects.filter(collection=collection, key=key, digest=contents.digest).first()
    if made is None or not is_ready(made):
        raise Http404
    return made, contents
