"""Which private files rows of this room name: versions with their pictures, ZIP files, originals of mails."""

from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.keeping import named_by

from .choices import ArchiveState
from .models import DocumentVersion, FolderArchive, IncomingMail

ARCHIVES = "working_groups/archives/"


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Two statements at most."""
    archives = {path for path in paths if path.startswith(ARCHIVES)}
    return _archives(archives) | named_by(DocumentVersion, set(paths) - archives)


def mails(paths: Collection[str]) -> set[str]:
    """Of these originals. One statement."""
    return set(IncomingMail.objects.filter(raw__in=paths).values_list("raw", flat=True))


def _archives(paths: Collection[str]) -> set[str]:
    if not paths:
        return set()
    kept = FolderArchive.objects.filter(state__in=[ArchiveState.MAKING, ArchiveState.READY])
    return {each.path for each in kept.only("key")} & set(paths)


orphans.register("working_groups", named)
orphans.register("incoming-mail", mails)
