"""What a member had typed about a good practice when the session ended: kept an hour, until the same person is back.

The form carries a signed mark of whom it was made for and for which draft, so that nothing is kept for strangers and
nobody else who signs in at the same browser finds it.
"""

import json
import time
from typing import TYPE_CHECKING

from django.core import signing
from django.http import HttpRequest, QueryDict

if TYPE_CHECKING:
    from cop.members.models import User

KEY = "resources.typed"
MARK_LASTS = 7 * 24 * 3600
KEPT = 3600
LARGEST = 65_536
NOT_KEPT = ("csrfmiddlewaretoken", "made_for", "do", "consent")


def mark(member: "User", proposal_id: int) -> str:
    """Says in the form, signed, for whom and for which draft it was made; 0 for a new one."""
    return signing.dumps([member.pk, proposal_id], salt=KEY)


def made_for(request: HttpRequest, proposal_id: int) -> int | None:
    """The number of the member for whom the form that was sent was made; None where it is not this form of ours."""
    try:
        member_id, marked_id = signing.loads(request.POST.get("made_for", ""), salt=KEY, max_age=MARK_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return member_id if marked_id == proposal_id else None


def keep(request: HttpRequest, proposal_id: int) -> bool:
    """Put what was sent into the visitor's session. False where it is not this form of ours, or too long."""
    member_id = made_for(request, proposal_id)
    values = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    if member_id is None or len(json.dumps(values)) > LARGEST:
        return False
    request.session[KEY] = {"member": member_id, "proposal": proposal_id, "at": int(time.time()), "values": values}
    return True


def found(request: HttpRequest, proposal_id: int) -> QueryDict | None:
    """What the member had typed into this form less than an hour ago."""
    kept = request.session.get(KEY)
    if kept and (kept["member"] != request.user.pk or kept["at"] < time.time() - KEPT):
        forget(request)
        return None
    if not kept or kept["proposal"] != proposal_id:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["values"].items():
        data.setlist(name, values)
    return data


def forget(request: HttpRequest) -> None:
    """It has been saved, or is no longer wanted."""
    request.session.pop(KEY, None)
