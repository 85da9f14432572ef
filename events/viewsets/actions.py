"""What the secretariat can do to registrations: names, words, and the service behind each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Registration
from ..selectors.desk import may_do
from ..services import waiting_list
from ..services.cancelling import cancel_registration
from ..services.deciding import approve, record_attendance, reject

if TYPE_CHECKING:
    from cop.members.models import User


@dataclass(frozen=True)
class DeskAction:
    """`lines` are the names in the table of transitions of which one must be open from the registration's state."""

    name: str
    label: str | Promise
    explanation: str | Promise
    lines: tuple[str, ...]
    run: Callable[..., object]
    reason: str = "optional"  # or "required", or "" where none is kept
    reason_help: str | Promise = ""
    icon: str = "tick"
    bulk: bool = True
    priority: bool = False

    def is_open(self, registration: Registration) -> bool:
        """Does the table allow it from this state?"""
        return bool(may_do(registration.status) & set(self.lines))


def _accept(*, registration: Registration, actor: "User", reason: str) -> object:
    return waiting_list.accept_offer(claim=registration, actor=actor)


def _decline(*, registration: Registration, actor: "User", reason: str) -> object:
    return waiting_list.decline_offer(claim=registration, actor=actor)


def _promote(*, registration: Registration, actor: "User", reason: str) -> object:
    return waiting_list.promote(claim=registration, actor=actor, reason=reason)


def _attendance(came: bool | None) -> Callable[..., object]:
    def run(*, registration: Registration, actor: "User", reason: str) -> object:
        return record_attendance(registration=registration, actor=actor, came=came)

    return run


IN_THE_LETTER = _("The member reads it in the letter.")
IN_THE_HISTORY = _("It is kept in the history.")

ACTIONS: dict[str, DeskAction] = {
    each.name: each
    for each in (
        DeskAction("approve", _("Approve"), _("Confirmed while there is a place, else on the waiting list."),
                   ("approve", "approve_waiting"), approve, reason_help=IN_THE_HISTORY),
        DeskAction("reject", _("Do not accept"), _("They are told by letter, with your reason."),
                   ("reject",), reject, "required", IN_THE_LETTER, "cross"),
        DeskAction("promote", _("Move up"), _("They get a free place now, past the waiting list."),
                   ("promote",), _promote, "required", IN_THE_HISTORY, "arrow-up"),
        DeskAction("prioritise", _("Change priority"), _("A higher number stands further up the waiting list."),
                   ("prioritise",), waiting_list.prioritise, "required", IN_THE_HISTORY, "order", priority=True),
        DeskAction("accept", _("Accept the offer for them"), _("They said so by telephone or mail."),
                   ("accept",), _accept, "", bulk=False),
        DeskAction("decline", _("Decline the offer for them"), _("The place goes to the next."),
                   ("decline",), _decline, "", icon="cross", bulk=False),
        DeskAction("cancel", _("Cancel"), _("Their places go to those who wait; they are told by letter."),
                   ("cancel",), cancel_registration, "optional", IN_THE_LETTER, "bin"),
        DeskAction("attend", _("Has come"), _("Noted as attended."), ("attend",), _attendance(True), ""),
        DeskAction("miss", _("Did not come"), _("Noted as absent."), ("miss",), _attendance(False), "", icon="cross"),
        DeskAction("reopen", _("Take attendance back"), _("Confirmed again, as before the event."),
                   ("reopen",), _attendance(None), "", icon="undo"),
    )
}  # fmt: skip


def open_actions(registrations: Iterable[Registration]) -> list[DeskAction]:
    """The actions that at least one of these registrations allows, in the order of the table."""
    registrations = list(registrations)
    return [action for action in ACTIONS.values() if any(action.is_open(each) for each in registrations)]


class ReasonForm(forms.Form):
    """Why: asked where the history or a letter wants it."""

    priority = forms.IntegerField(label=_("Priority"), initial=10, min_value=-1000, max_value=1000)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, action: DeskAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not action.priority:
            del self.fields["priority"]
        if not action.reason:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = action.reason == "required"
            self.fields["reason"].help_text = str(action.reason_help)
