"""What is done to a document besides adding versions: its name and place, its state, the lock, deletion."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core import page_cache
from cop.core.files.checking import clean_name

from ..choices import DocumentState
from ..models import Document, Folder
from ..permissions import breaking_obstacle, is_locked_for, managing_obstacle, version_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from .documents import free_name
from .indexing import index_documents
from .memberships import lock_group, log_group
from .standing import inside_now

if TYPE_CHECKING:
    from cop.members.models import User

# A lock that its holder has forgotten ends by itself.
LOCKED_FOR = timedelta(hours=2)


@transaction.atomic
def change_document(
    *, document: Document, actor: "User", name: str, folder_id: int | None, tags: Sequence[str]
) -> Document:
    """Another name, folder or tags. The extension stays the true one. Raises `Refused` (see `managing_obstacle`)."""
    inside, locked = _to_manage(document, actor)
    folder = None
    if folder_id is not None:
        folder = Folder.objects.filter(group=locked.group_id, pk=folder_id).first()
        if folder is None:
            raise Refused(Reason.NOTHING_THERE)
    extension = locked.name.rpartition(".")[2]
    wanted = clean_name(name if name.lower().endswith(f".{extension}") else f"{name}.{extension}", extension)
    locked.name = free_name(inside.group, folder, wanted, but=locked.pk)
    locked.folder = folder
    locked.save(update_fields=["name", "folder"])
    index_documents([locked.pk])
    locked.tags.set(tags)
    page_cache.touch(f"group:{locked.group_id}")
    return locked


@transaction.atomic
def set_state(
    *,
    document: Document,
    actor: "User",
    state: str,
    comment_until: date | None = None,
    seen: str = "",
    today: date | None = None,
    now: datetime | None = None,
) -> Document:
    """Draft, for comment until a day, or final; the same again changes nothing.

    Digests tell of it. Final ends a lock, takes no more versions and comments, and is opened again by moderators only;
    both stand in the history. `seen` is the state that `actor` read: what somebody else chose since is not undone
    unseen. Raises `Refused` (see `managing_obstacle`; STATE_STALE, DATE_PAST).
    """
    inside, locked = _to_manage(document, actor)
    if seen and seen != locked.state and state != locked.state:
        raise Refused(Reason.STATE_STALE)
    until = comment_until if state == DocumentState.COMMENT else None
    if state == DocumentState.COMMENT and (until is None or until < (today or timezone.localdate())):
        raise Refused(Reason.DATE_PAST)
    before = locked.state
    if (before, locked.comment_until) == (state, until):
        return locked
    locked.state, locked.comment_until = state, until
    locked.state_at, locked.state_by = now or timezone.now(), actor
    if state == DocumentState.FINAL:
        locked.locked_by = locked.locked_until = None
    locked.save()
    if state == DocumentState.FINAL:
        log_group(inside.group, "document.final", actor=actor, document=locked.pk, name=locked.name)
    elif before == DocumentState.FINAL:
        log_group(inside.group, "document.reopen", actor=actor, document=locked.pk, name=locked.name)
    page_cache.touch(f"group:{locked.group_id}")
    return locked


@transaction.atomic
def lock_document(*, document: Document, actor: "User", now: datetime | None = None) -> Document:
    """Say that one is editing it, for two hours; again begins them anew. Raises `Refused` (see `version_obstacle`)."""
    now = now or timezone.now()
    inside = inside_now(document.group_id, actor)
    locked = _locked(document)
    if reason := version_obstacle(inside, locked, now=now):
        raise Refused(reason)
    locked.locked_by, locked.locked_until = actor, now + LOCKED_FOR
    locked.save(update_fields=["locked_by", "locked_until"])
    return locked


@transaction.atomic
def unlock_document(*, document: Document, actor: "User", now: datetime | None = None) -> Document:
    """End one's own lock; leaders end another one's, which stands in the history. Raises `Refused` (NOT_YOURS)."""
    inside = inside_now(document.group_id, actor)
    locked = _locked(document)
    if is_locked_for(actor, locked, now or timezone.now()):
        if reason := breaking_obstacle(inside):
            raise Refused(reason)
        log_group(
            inside.group, "document.unlock", actor=actor, member=locked.locked_by,
            document=locked.pk, document_name=locked.name,
        )  # fmt: skip
    elif locked.locked_by_id != actor.pk:
        return locked
    locked.locked_by = locked.locked_until = None
    locked.save(update_fields=["locked_by", "locked_until"])
    return locked


@transaction.atomic
def trash_document(*, document: Document, actor: "User", now: datetime | None = None) -> Document:
    """Take a document away from readers; moderators can bring it back for 30 days (see `document_data`)."""
    inside, locked = _to_manage(document, actor)
    locked.trashed_at, locked.trashed_by = now or timezone.now(), actor
    locked.locked_by = locked.locked_until = None
    locked.save(update_fields=["trashed_at", "trashed_by", "locked_by", "locked_until"])
    index_documents([locked.pk])
    log_group(inside.group, "document.delete", actor=actor, document=locked.pk, name=locked.name)
    page_cache.touch(f"group:{locked.group_id}")
    return locked


@transaction.atomic
def untrash_document(*, document: Document, actor: "User") -> Document:
    """Undo a deletion; moderators only. Again it does nothing."""
    inside = inside_now(document.group_id, actor)
    if not inside.can_moderate:
        raise Refused(Reason.NOT_YOURS)
    locked = _locked(document)
    if locked.is_trashed:
        folder = locked.folder
        locked.name = free_name(inside.group, folder, locked.name, but=locked.pk)
        locked.trashed_at = locked.trashed_by = None
        locked.save(update_fields=["name", "trashed_at", "trashed_by"])
        index_documents([locked.pk])
        log_group(inside.group, "document.restore", actor=actor, document=locked.pk, name=locked.name)
        page_cache.touch(f"group:{locked.group_id}")
    return locked


def _to_manage(document: Document, actor: "User") -> tuple[Inside, Document]:
    # The group first: two names given at once must not be the same.
    lock_group(document.group_id)
    inside = inside_now(document.group_id, actor)
    locked = _locked(document)
    if reason := managing_obstacle(inside, locked):
        raise Refused(reason)
    return inside, locked


def _locked(document: Document) -> Document:
    found = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if found is None:
        raise Refused(Reason.NO_DOCUMENT)
    return found
