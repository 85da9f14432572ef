"""Reads of the outbox."""

from .models import Letter, Unsubscription
from .registry import Kind


def is_switched_off(letter: Letter, kind: Kind) -> bool:
    """Does its addressee not want letters of this kind? Never true of letters about one's own place."""
    if not kind.can_be_switched_off:
        return False
    return is_unsubscribed(group=kind.group, member_id=letter.member_id, address=letter.to)


def is_unsubscribed(*, group: str, member_id: int | None, address: str) -> bool:
    choices = Unsubscription.objects.filter(group=group)
    if member_id:
        return choices.filter(member_id=member_id).exists()
    return choices.filter(member=None, address=address.lower()).exists()
