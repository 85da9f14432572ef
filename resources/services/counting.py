"""Counting how often resources are read and their files downloaded. Nobody is told, and nothing is logged."""

from datetime import datetime

from django.utils import timezone

from cop.core.monthly import add_one, month_of

from ..models import ResourceMonth


def count_view(resource_id: int, *, now: datetime | None = None) -> None:
    """Somebody has looked at a resource for a while. One statement; two more in a new month."""
    add_one(ResourceMonth, "views", month=month_of(now or timezone.now()), resource_id=resource_id)


def count_download(resource_id: int, *, now: datetime | None = None) -> None:
    """Somebody downloads a file of it. One statement; two more in a new month."""
    add_one(ResourceMonth, "downloads", month=month_of(now or timezone.now()), resource_id=resource_id)
