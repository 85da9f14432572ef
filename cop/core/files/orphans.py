"""Private files that no row names: left by a process that was killed between the file and its row, or before removing.

A room says under which folders its files lie, and which of some files its rows name. Whatever lies elsewhere is left
alone, and so is what is younger than a day: it may be a file that is just coming in.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import batched

from django.core.files.storage import Storage
from django.utils import timezone

from .serving import private_storage

logger = logging.getLogger(__name__)

Named = Callable[[Collection[str]], set[str]]
OLD = timedelta(days=1)
AT_ONCE = 500
_folders: dict[str, Named] = {}


def register(folder: str, named: Named) -> None:
    """`named` gives those of some paths below `folder` that a row names; asked for at most `AT_ONCE` of them."""
    _folders[folder] = named


def sweep(*, now: datetime | None = None, is_rehearsal: bool = False) -> list[str]:
    """Remove files that no row names, each with a line in the log; returns their paths. A rehearsal removes nothing."""
    storage, now = private_storage(), now or timezone.now()
    removed = []
    for folder, named in _folders.items():
        for paths in batched(_old_files(storage, folder, now - OLD), AT_ONCE):
            known = named(paths)
            removed += [path for path in paths if path not in known]
    for path in removed:
        if not is_rehearsal:
            storage.delete(path)
            logger.info("The private file %s was removed: no row names it.", path)
    return removed


def _old_files(storage: Storage, folder: str, before: datetime) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        path = f"{folder}/{name}"
        try:
            is_old = storage.get_modified_time(path) < before
        except FileNotFoundError:
            # Somebody else has removed it meanwhile.
            continue
        if is_old:
            yield path
    for name in sorted(folders):
        yield from _old_files(storage, f"{folder}/{name}", before)
