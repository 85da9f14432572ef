"""All files of a collection as one ZIP file."""

from django.db import models
from django.db.models import Q

from cop.core.stored.choices import ArchiveState
from cop.core.stored.models import StoredArchive


class CollectionArchive(StoredArchive):
    """Shared by all who ask: one for each state of a collection, as `digest` names it (`selectors.packing`)."""

    folder_of_files = "resources/archives/"

    collection = models.ForeignKey("resources.CollectionPage", on_delete=models.CASCADE, related_name="archives")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "digest"],
                condition=Q(state__in=[ArchiveState.WAITING, ArchiveState.MAKING, ArchiveState.READY]),
                name="resources_one_archive_of_a_state",
            )
        ]
