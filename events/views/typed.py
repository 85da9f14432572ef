"""What somebody had typed into a form (registering, changing) when the session ended: kept an hour, until the same
person is back.

The form carries a signed mark of what it is and whom it was made for. So nothing is kept for strangers, and nobody else
who signs in at the same browser finds it. Files and answers that only the organisers read are not kept.
"""

import json
import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from ..choices import QuestionKind
from ..forms.answers import field_name
from ..models import EventPage, Question

if TYPE_CHECKING:
    from cop.members.models import User

KEY = "events.typed"
REGISTERING, CHANGING = "register", "change"
MARK_LASTS = 7 * 24 * 3600
KEPT = 3600
LARGEST = 32_768
FIELDS = ("category", "code", "badge_name", "badge_organisation", "sessions", "list_consent")


def mark(member: "User", event: EventPage, form: str) -> str:
    """Says in the form, signed, what it is, for whom and for which event it was made."""
    return signing.dumps([form, member.pk, event.pk], salt=KEY)


def made_for(request: HttpRequest, form: str, event_id: int) -> int | None:
    """The id of the member for whom the form that was sent was made; None where it is not this form of ours."""
    try:
        name, member_id, marked_id = signing.loads(request.POST.get("made_for", ""), salt=KEY, max_age=MARK_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return member_id if (name, marked_id) == (form, event_id) else None


def keep(request: HttpRequest, form: str, event_id: int) -> bool:
    """Put what was sent into the visitor's session. False where it is not this form of ours, or too long."""
    member_id = made_for(request, form, event_id)
    if member_id is None:
        return False
    asked = Question.objects.filter(setup__event_id=event_id, is_sensitive=False).exclude(kind=QuestionKind.FILE)
    names = [*FIELDS, *(field_name(key) for key in asked.values_list("key", flat=True))]
    # What was not sent counts too: somebody may have taken all ticks away.
    values = {name: request.POST.getlist(name) for name in names}
    if len(json.dumps(values)) > LARGEST:
        return False
    request.session[KEY] = {
        "form": form,
        "member": member_id,
        "event": event_id,
        "at": int(time.time()),
        "values": values,
    }
    return True


def rescued(request: HttpRequest, form: str, event_id: int) -> HttpResponse | None:
    """A form that was open too long, sent by whom it was made for: back to it, with what was typed. Nothing is sent.

    The signed mark stands in for the CSRF token: nobody else can have one that was made for this member.
    """
    if not request.user.is_authenticated or made_for(request, form, event_id) != request.user.pk:
        return None
    return redirect(request.get_full_path()) if keep(request, form, event_id) else None


def found(request: HttpRequest, form: str, event: EventPage) -> QueryDict | None:
    """What the member had typed into this form of this event less than an hour ago, as it was sent."""
    kept = request.session.get(KEY)
    if kept and (kept["member"] != request.user.pk or kept["at"] < time.time() - KEPT):
        forget(request)
        return None
    if not kept or (kept.get("form"), kept["event"]) != (form, event.pk):
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
