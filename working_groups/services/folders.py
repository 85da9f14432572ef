"""Making, renaming and removing folders."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ..models import Document, Folder, WorkingGroup
from ..permissions import sharing_obstacle
from ..refusals import Reason, Refused
from .memberships import lock_group, log_group
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

DEEPEST = 4


def make_folder(*, group_id: int, actor: "User", name: str, parent_id: int | None = None) -> Folder:
    """A folder, at the top or inside another. Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, NAME_TAKEN, TOO_DEEP …)."""
    with transaction.atomic():
        group = _group_to_share_in(group_id, actor)
        parent = None
        if parent_id is not None:
            parent = Folder.objects.filter(group=group, pk=parent_id).first()
            if parent is None:
                raise Refused(Reason.NOTHING_THERE)
            if len(above(parent)) + 1 >= DEEPEST:
                raise Refused(Reason.TOO_DEEP)
        if Folder.objects.filter(group=group, parent=parent, name=name).exists():
            raise Refused(Reason.NAME_TAKEN)
        return Folder.objects.create(group=group, parent=parent, name=name)


def rename_folder(*, folder: Folder, actor: "User", name: str) -> Folder:
    """Another name. Raises `Refused` (NOT_YOURS, ARCHIVED, RULES, NAME_TAKEN)."""
    try:
        with transaction.atomic():
            _group_to_share_in(folder.group_id, actor)
            folder.name = name
            folder.save(update_fields=["name"])
            return folder
    except IntegrityError as error:
        raise Refused(Reason.NAME_TAKEN) from error


@transaction.atomic
def remove_folder(*, folder: Folder, actor: "User") -> None:
    """Remove an empty folder; deleted documents that lay in it lie at the top. Moderators only.

    Raises `Refused` (NOT_YOURS, ARCHIVED, NOT_EMPTY).
    """
    group = lock_group(folder.group_id)
    if not inside_now(group.pk, actor).can_moderate:
        raise Refused(Reason.ARCHIVED if group.is_archived else Reason.NOT_YOURS)
    documents = Document.objects.filter(folder=folder)
    if documents.filter(trashed_at=None).exists() or Folder.objects.filter(parent=folder).exists():
        raise Refused(Reason.NOT_EMPTY)
    documents.update(folder=None)
    log_group(group, "folder.delete", actor=actor, name=folder.name)
    folder.delete()


def above(folder: Folder) -> list[Folder]:
    """The folders in which it lies, the outermost first. One statement each, four at most."""
    found: list[Folder] = []
    parent = folder.parent
    while parent is not None and len(found) < DEEPEST:
        found.insert(0, parent)
        parent = parent.parent
    return found


def _group_to_share_in(group_id: int, actor: "User") -> WorkingGroup:
    group = lock_group(group_id)
    if reason := sharing_obstacle(inside_now(group_id, actor)):
        raise Refused(reason)
    return group
