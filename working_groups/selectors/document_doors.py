"""The doors to a group's documents: each takes who asks, and absent and hidden are alike."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from ..models import (
    Document,
    DocumentVersion,
    Folder,
    FolderArchive,
    PublicationRequest,
)
from .doors import LARGEST, Inside


def get_document_for(inside: Inside, pk: int) -> Document:
    """A document of this group; one that was deleted for moderators only. One statement.

    Documents of other groups are 404, whoever asks: each is reached through the door of its own group.
    """
    document = (
        Document.objects.filter(group=inside.group, pk=min(pk, LARGEST))
        .select_related("current__author", "author", "folder", "locked_by")
        .first()
    )
    if document is None or (document.is_trashed and not inside.can_moderate):
        raise Http404
    document.group = inside.group
    return document


def get_version_for(inside: Inside, pk: int, number: int) -> DocumentVersion:
    """One version of a document, by the same door. One statement."""
    version = (
        DocumentVersion.objects.filter(
            document__group=inside.group, document=min(pk, LARGEST), number=min(number, LARGEST)
        )
        .select_related("document", "author")
        .first()
    )
    if version is None or (version.document.is_trashed and not inside.can_moderate):
        raise Http404
    version.document.group = inside.group
    return version


def get_folder_for(inside: Inside, pk: int | None) -> Folder | None:
    """A folder of this group; None for the top."""
    if not pk:
        return None
    folder = Folder.objects.filter(group=inside.group, pk=min(pk, LARGEST)).select_related("parent__parent").first()
    if folder is None:
        raise Http404
    return folder


def get_archive_for(inside: Inside, key: Any) -> FolderArchive:
    """The member's own ZIP file of this group; nobody else's."""
    made = FolderArchive.objects.filter(group=inside.group, key=key, member=inside.user.pk).first()
    if made is None:
        raise Http404
    return made


def get_request_for(inside: Inside, pk: int) -> PublicationRequest:
    """A request to publish a document of this group; for its moderators."""
    found = (
        PublicationRequest.objects.filter(document__group=inside.group, pk=min(pk, LARGEST))
        .select_related("document__group__page", "asked_by")
        .first()
    )
    if found is None or not inside.can_moderate:
        raise Http404
    return found


def folder_url(slug: str, folder_id: int | None) -> str:
    """The list of what lies in a folder, or at the top."""
    return reverse("document_folder", args=[slug, folder_id]) if folder_id else reverse("group_documents", args=[slug])
