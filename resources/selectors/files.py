"""Files of resources: the doors through which they are reached, and what a page says about each."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..choices import language_name
from ..models import FileVersion, ResourceFile, ResourcePage
from ..permissions import can_edit
from .resources import LARGEST, Viewer, everybody, resources_visible_to
from .withdrawn import not_found

if TYPE_CHECKING:
    from datetime import datetime


# Doors ----------------------------------------------------------------------------------------------------------


def get_file_for(user: Viewer, slug: str, pk: int) -> ResourceFile:
    """A file of the resource at this address, with its version and its page, for whoever may read the page or edit it.

    One statement; more for an editor, and where nothing is found. 404 if hidden or absent, `Withdrawn` if it was.
    """
    if "\0" in slug:
        raise Http404
    files = ResourceFile.objects.filter(resource__slug=slug, pk=min(pk, LARGEST), current__isnull=False)
    return _first_for(user, files.select_related("resource", "current"), slug=slug)


def get_picture_for(user: Viewer, key: uuid.UUID) -> tuple[FileVersion, bool]:
    """The present version with this key, and whether everybody may see it; for whom and at what cost as before."""
    free = resources_visible_to(everybody()).filter(pk=OuterRef("resource"))
    files = ResourceFile.objects.filter(current__key=key).select_related("resource", "current")
    found = _first_for(user, files.annotate(is_public=Exists(free)), files__current__key=key)
    assert found.current is not None  # noqa: S101 - it was found by it
    return found.current, found.is_public  # type: ignore[attr-defined]


def _first_for(user: Viewer, files: QuerySet[ResourceFile], **where: Any) -> ResourceFile:
    visible = resources_visible_to(user).filter(pk=OuterRef("resource"))
    found = files.filter(Exists(visible)).first()
    if found is None and user.is_authenticated and user.is_staff:
        # Of a page that is not published, for those who write it.
        found = files.first()
        if found is not None and not can_edit(user, found.resource):
            found = None
    if found is None:
        raise not_found(user, **where)
    return found


# What a page says about them ------------------------------------------------------------------------------------


def files_of(resource: ResourcePage) -> list[ResourceFile]:
    """In their order, with their present versions. One statement; none for a page that was never saved."""
    if resource.pk is None:
        return []
    return list(resource.files.filter(current__isnull=False).select_related("current"))


def meta_of(file: ResourceFile, version: FileVersion) -> list[str]:
    """English · 2 MB · version 3 of 4 November 2026: figures corrected."""
    meta = [language_name(file.language)] if file.language else []
    meta.append(filesizeformat(version.size))
    if version.number > 1:
        words = _("version %(n)d of %(day)s") % {"n": version.number, "day": _day(version.created_at)}
        meta.append(f"{words}: {version.what_changed}" if version.what_changed else words)
    return meta


def _day(moment: "datetime") -> str:
    return date_format(moment, "j F Y")
