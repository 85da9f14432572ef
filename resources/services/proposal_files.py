"""Files of a member's proposal: adding, taking out. They lie below its page, which is secret before it is sent."""

import hashlib
import uuid
from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cop.core.files.checking import GoodFile
from cop.core.stored import keeping

from ..models import FileVersion, GoodPracticePage, PracticeProposal, ResourceFile, ResourcePage
from ..refusals import Reason, Refused
from ..selectors.proposals import changing_obstacle, standing_of
from .files import behind_the_others, for_readers, once, take_away, write_version, written_with
from .proposing import locked_proposal

if TYPE_CHECKING:
    from cop.members.models import User

CHUNK = 256 * 1024


def add(*, member: "User", proposal: PracticeProposal, file: GoodFile, now: datetime | None = None) -> FileVersion:
    """Put a file that was looked at (`files.checked`) behind the others of the practice, without notes of the speaker
    and comments. The same file under the same name is there once, however often it is sent.

    No line in the history of the page: others read it, and a draft is nobody's business. Raises `Refused` (NOTES, GONE,
    TOO_MANY, and what `changing_obstacle` says).
    """
    # Asked again under the lock: nobody's file is looked through for half a minute when the answer is no anyway.
    _refuse(proposal, proposal.page)
    key = uuid.uuid5(proposal.key, f"{proposal.pk}/{_digest(file.source)}/{file.name}")
    if written := written_with(key):
        return written
    good = for_readers(file)
    with keeping.stored(f"resources/{proposal.page_id}", good, FileVersion) as path, once(key) as first:
        if not first:
            page = _locked(member, proposal.pk, now)
            made = behind_the_others(page, good.name.rpartition(".")[0], "", now)
            first.append(write_version(made, good, path, key, "", now))
    return first[0]


@transaction.atomic
def take_out(*, member: "User", proposal_id: int, files: list[int], now: datetime | None = None) -> None:
    """Remove files of the practice, those of them that are still there. Raises `Refused` (GONE, and what
    `changing_obstacle` says)."""
    page = _locked(member, proposal_id, now)
    take_away(ResourceFile.objects.filter(resource=page, pk__in=files))


def _locked(member: "User", proposal_id: int, now: datetime | None) -> ResourcePage:
    """The page, held; the proposal before it, as everywhere."""
    proposal = locked_proposal(member, proposal_id)
    page = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=proposal.page_id).first()
    _refuse(proposal, proposal.page)
    if page is None:
        raise Refused(Reason.IS_REMOVED)
    proposal.changed_at = now or timezone.now()
    proposal.save(update_fields=["changed_at"])
    return page


def _refuse(proposal: PracticeProposal, page: GoodPracticePage | None) -> None:
    if reason := changing_obstacle(standing_of(proposal), page):
        raise Refused(reason)


def _digest(source: IO[bytes]) -> str:
    source.seek(0)
    found = hashlib.sha256()
    while block := source.read(CHUNK):
        found.update(block)
    source.seek(0)
    return found.hexdigest()
