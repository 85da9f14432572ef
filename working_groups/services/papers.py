"""Saying which shared documents belong to a meeting. The documents themselves do not change."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ..models import Document, MeetingPaper
from ..refusals import Reason, Refused
from .meetings import locked_meeting, touch
from .memberships import log_group

if TYPE_CHECKING:
    from cop.members.models import User

MOST_PAPERS = 50


@transaction.atomic
def add_papers(
    *, meeting_id: int, group_id: int, actor: "User", document_ids: Collection[int], now: datetime | None = None
) -> int:
    """Documents of the same group belong to the meeting from now on; nobody is told. Says how many are new.

    Those that belong to it already stay where they stand. Raises `Refused` (ARCHIVED, NOT_YOURS, MEETING_CANCELLED,
    PAPERS where there are too many, NO_DOCUMENT where one is deleted or of another group) and changes nothing then.
    """
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    if meeting.is_cancelled:
        raise Refused(Reason.MEETING_CANCELLED)
    there = set(meeting.papers.values_list("document", flat=True))
    wanted = [pk for pk in dict.fromkeys(document_ids) if pk not in there]
    # Locked, so that none goes to the trash or to another group meanwhile.
    documents = Document.objects.select_for_update(of=("self",)).filter(
        pk__in=wanted, group=group_id, trashed_at=None, current__isnull=False
    )
    names = {each.pk: each.name for each in documents.order_by("pk")}
    if len(names) != len(wanted):
        raise Refused(Reason.NO_DOCUMENT)
    if len(there) + len(wanted) > MOST_PAPERS:
        raise Refused(Reason.PAPERS)
    if not wanted:
        return 0
    last = meeting.papers.aggregate(last=Max("number"))["last"] or 0
    now = now or timezone.now()
    MeetingPaper.objects.bulk_create(
        [
            MeetingPaper(meeting=meeting, document_id=pk, number=number, added_at=now)
            for number, pk in enumerate(wanted, start=last + 1)
        ]
    )
    log_group(
        inside.group,
        "meeting.papers",
        actor=actor,
        meeting=meeting.pk,
        title=meeting.title,
        documents=[names[pk] for pk in wanted],
    )
    touch(inside.group)
    return len(wanted)


@transaction.atomic
def remove_paper(*, meeting_id: int, group_id: int, actor: "User", document_id: int) -> bool:
    """The document does not belong to the meeting any more, and stays among those of the group. Says whether it did.

    Raises `Refused` (ARCHIVED, NOT_YOURS).
    """
    inside, meeting = locked_meeting(meeting_id, group_id, actor)
    gone = bool(meeting.papers.filter(document=document_id).delete()[0])
    if gone:
        log_group(
            inside.group,
            "meeting.paper_gone",
            actor=actor,
            meeting=meeting.pk,
            title=meeting.title,
            document=document_id,
        )
        touch(inside.group)
    return gone
