"""Adding lines to the audit log. There is no other write."""

from typing import TYPE_CHECKING, Any

from ..models import AuditEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def note(
    *, actor: "User | AnonymousUser", action: str, member_id: int | None = None, what: str = "", **data: Any
) -> None:
    """`actor` did `action` with the data of `member_id`. `what` and `data` name things by number or code, no people."""
    AuditEntry.objects.create(actor_id=actor.pk, member_id=member_id, action=action, what=what[:200], data=data)
