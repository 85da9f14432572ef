"""Rooms that tell people in words of their own what becomes of pages that were submitted; they sign up in ready()."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from wagtail.models import TaskState, WorkflowState

if TYPE_CHECKING:
    from cop.members.models import User

Event = Literal["submitted", "approved", "rejected"]
# Returns True where it has told whom there is to tell, or nobody is to be told: then no letter of this room is written.
# The step is the one that was begun, or with which the review ended.
Teller = Callable[[Event, WorkflowState, TaskState, "User | None"], bool]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Registering twice changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def has_told(event: Event, review: WorkflowState, step: TaskState, actor: "User | None") -> bool:
    """Ask each room, the first that says yes has the word."""
    return any(teller(event, review, step, actor) for teller in _tellers)
