"""The name shown for who made something."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cop.members.models import User


def name_of(person: "User | None") -> str:
    """The name shown for who wrote something."""
    if person is None or person.erased_at is not None:
        return _("Former member")
    return person.name or _("Member without a name")
