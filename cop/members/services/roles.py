"""Appointing to roles and withdrawing them: who did it is logged, the person gets a letter, rights follow at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cop.notifications.services import outbox

from ..models import User
from ..refusals import MemberRefusal

ADMINISTRATOR = "administrator"
GIVEN = "members.role_given"
WITHDRAWN = "members.role_withdrawn"


@dataclass(frozen=True)
class Roles:
    """What somebody is to hold from now on: everything, or the rights of groups."""

    administrator: bool
    groups: Sequence[Group]


def give_roles(*, member: User, actor: User, roles: Roles) -> None:
    """Make `member` hold exactly these roles; each change is logged and told in a letter of its own.

    Rights are read anew with every request, so that open sessions have them, or lose them, at once. Twice in a row
    changes nothing. Refused: an actor who is no administrator (any more), and taking away the last administrator.
    Nobody takes the administrator's role from themselves: that part of the wish is left out.
    """
    with transaction.atomic():
        administrators = lock_administrators()
        if actor.pk not in administrators:
            raise MemberRefusal(_("Only administrators may change addresses and roles."))
        stays = roles.administrator or member.pk == actor.pk
        if member.is_superuser and not stays:
            refuse_last_administrator(member, administrators)
        before = _names(member)
        member.is_superuser = member.is_superuser if member.pk == actor.pk else roles.administrator
        member.groups.set(roles.groups)
        member.is_staff = member.is_superuser or bool(roles.groups)
        member.save(update_fields=["is_superuser", "is_staff"])
        after = _names(member)
        for name in sorted(after - before):
            _tell(GIVEN, member=member, actor=actor, role=name)
        for name in sorted(before - after):
            _tell(WITHDRAWN, member=member, actor=actor, role=name)


def lock_administrators() -> set[int]:
    """Who is an administrator now; nobody becomes one or stops being one until the transaction ends."""
    active = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    return set(active.values_list("pk", flat=True))


def refuse_last_administrator(member: User, administrators: set[int]) -> None:
    """MemberRefusal if without this account nobody could appoint anybody any more."""
    if administrators <= {member.pk}:
        raise MemberRefusal(_("This is the last administrator. Appoint another one first."))


def _names(member: User) -> set[str]:
    names = set(member.groups.values_list("name", flat=True))
    return names | {ADMINISTRATOR} if member.is_superuser else names


def _tell(kind: str, *, member: User, actor: User, role: str) -> None:
    log(instance=member, action=kind, user=actor, data={"role": role})
    outbox.post(
        kind=kind,
        cause=f"{kind}:{uuid.uuid4()}",
        to=member,
        params={"role": role, "actor": actor.name or actor.email, "at": timezone.now()},
    )
