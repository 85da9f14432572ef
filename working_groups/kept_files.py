"""Which private files rows of this room name: versions with their pictures, ZIP files, originals of mails."""

import re
from collections.abc import Collection

from cop.core.files import orphans

from .choices import ArchiveState
from .models import DocumentVersion, FolderArchive, IncomingMail

ARCHIVES = "working_groups/archives/"
_picture = re.compile(r"(?P<path>.+)\.(?P<number>\d+)\.webp")


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Two statements at most."""
    archives = {path for path in paths if path.startswith(ARCHIVES)}
    return _archives(archives) | _versions(set(paths) - archives)


def mails(paths: Collection[str]) -> set[str]:
    """Of these originals. One statement."""
    return set(IncomingMail.objects.filter(raw__in=paths).values_list("raw", flat=True))


def _versions(paths: Collection[str]) -> set[str]:
    pictures = {path: found for path in paths if (found := _picture.fullmatch(path))}
    wanted = {*paths, *(found["path"] for found in pictures.values())}
    versions = dict(DocumentVersion.objects.filter(path__in=wanted).values_list("path", "pictures"))
    return {path for path in paths if path in versions or (path in pictures and _has_picture(versions, pictures[path]))}


def _has_picture(versions: dict[str, int], found: re.Match[str]) -> bool:
    return int(found["number"]) <= versions.get(found["path"], 0)


def _archives(paths: Collection[str]) -> set[str]:
    if not paths:
        return set()
    kept = FolderArchive.objects.filter(state__in=[ArchiveState.MAKING, ArchiveState.READY])
    return {each.path for each in kept.only("key")} & set(paths)


orphans.register("working_groups", named)
orphans.register("incoming-mail", mails)
