"""What somebody had typed into the form when the session ended: kept an hour, until the same person is back.

The form carries a signed mark of whom it was made for. So nothing is kept for strangers, and nobody else who signs in
at the same browser finds it. Files and answers that only the organisers read are not kept.
"""

import json
import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from ..choices import QuestionKind
from ..forms.answers import field_name
from ..models import EventPage, Question, RegistrationSetup

if TYPE_CHECKING:
    from cop.members.models import User

KEY = "events.typed"
MARK_LASTS = 7 * 24 * 3600
KEPT = 3600
LARGEST = 32_768
FIELDS = ("category", "code", "badge_name", "badge_organisation", "sessions", "list_consent")


def mark(member: "User", event: EventPage) -> str:
    """Says in the form, signed, for whom and for which event it was made."""
    return signing.dumps([member.pk, event.pk], salt=KEY)


def keep(request: HttpRequest, setup: RegistrationSetup) -> bool:
    """Put what was sent into the visitor's session. False where it is not a form of ours, or too long."""
    try:
        member_id, event_id = signing.loads(request.POST.get("made_for", ""), salt=KEY, max_age=MARK_LASTS)
    except signing.BadSignature:
        return False
    if event_id != setup.event_id:
        return False
    asked = Question.objects.filter(setup=setup, is_sensitive=False).exclude(kind=QuestionKind.FILE)
    names = [*FIELDS, *(field_name(key) for key in asked.values_list("key", flat=True))]
    values = {name: request.POST.getlist(name) for name in names if name in request.POST}
    if len(json.dumps(values)) > LARGEST:
        return False
    request.session[KEY] = {"member": member_id, "event": event_id, "at": int(time.time()), "values": values}
    return True


def found(request: HttpRequest, event: EventPage) -> QueryDict | None:
    """What the member had typed into the form of this event less than an hour ago, as it was sent."""
    kept = request.session.get(KEY)
    if kept and (kept["member"] != request.user.pk or kept["at"] < time.time() - KEPT):
        forget(request)
        return None
    if not kept or kept["event"] != event.pk:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["values"].items():
        data.setlist(name, values)
    return data


def fill(form: forms.Form, data: QueryDict) -> None:
    """Show it in the form: nothing of it has been checked or sent."""
    for name in data:
        if name in form.fields:
            value: Any = form.fields[name].widget.value_from_datadict(data, {}, name)
            form.initial[name] = value


def forget(request: HttpRequest) -> None:
    """It has been sent, or is no longer wanted."""
    request.session.pop(KEY, None)
