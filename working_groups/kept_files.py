"""Which private files rows of this room name: versions with their pictures, ZIP files, originals of mails."""

from collections.abc import Collection

from cop.core.files import orphans
from cop.core.stored.archives import kept
from cop.core.stored.keeping import named_by

from .models import DocumentVersion, FolderArchive, IncomingMail

ARCHIVES = FolderArchive.folder_of_files


def named(paths: Collection[str]) -> set[str]:
    """Of these files. Two statements at most."""
    archives = {path for path in paths if path.startswith(ARCHIVES)}
    return kept(FolderArchive, archives) | named_by(DocumentVersion, set(paths) - archives)


def mails(paths: Collection[str]) -> set[str]:
    """Of these originals. One statement."""
    return set(IncomingMail.objects.filter(raw__in=paths).values_list("raw", flat=True))


orphans.register("working_groups", named)
orphans.register("incoming-mail", mails)
