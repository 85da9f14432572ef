"""Documents that came with posts, and the address of a document."""

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from ..models import Document


def document_url(slug: str, document_id: int, part: int = 0) -> str:
    """The page of a document; with `part` the page or slide of that number."""
    url = reverse("document", args=[slug, document_id])
    return f"{url}#part-{part}" if part else url


def attachments_of(slug: str, posts: Iterable[Any]) -> dict[int, list[dict[str, str]]]:
    """The documents that came with posts, by post. One statement, none if no post has any."""
    ids = [post.pk for post in posts if post.has_files and not post.is_deleted]
    if not ids:
        return {}
    found: dict[int, list[dict[str, str]]] = {}
    documents = Document.objects.filter(post__in=ids, trashed_at=None, current__isnull=False)
    for document in documents.select_related("current").order_by("pk"):
        version = document.current
        found.setdefault(document.post_id or 0, []).append(
            {
                "title": document.name,
                "url": document_url(slug, document.pk),
                "kind": version.extension.upper() if version else "",
                "text": filesizeformat(version.size) if version else "",
            }
        )
    return found
