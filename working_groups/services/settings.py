"""What leaders decide about their group: who sees what, how one joins, rules; archiving."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core import page_cache

from ..choices import RequestState, Visibility
from ..models import Call, JoinRequest, WorkingGroup
from ..refusals import Reason, Refused
from .groups import take_offline
from .memberships import lock_group, log_group, refuse_unless_leads
from .requests import refuse_request
from .telling import tell_members

if TYPE_CHECKING:
    from cop.members.models import User

# Said in the history with the value before; of texts only that they have changed.
SHORT = ("visibility", "members_visibility", "joining")
LONG = ("questions", "welcome", "rules")
WHO_SEES = ("visibility", "members_visibility")


@transaction.atomic
def change_settings(*, group_id: int, actor: "User", **wanted: Any) -> WorkingGroup:
    """Set any of visibility, members_visibility, joining, questions, welcome, rules; the same values change nothing.

    New rules are a new version, which every member is asked to accept and gets a letter about. So does everybody when
    it changes who sees what. The page of a group that hides is unpublished in the same transaction. Raises `Refused`
    (NOT_YOURS, ARCHIVED).
    """
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    if group.is_archived:
        raise Refused(Reason.ARCHIVED)
    changed = {
        name: getattr(group, name)
        for name in (*SHORT, *LONG)
        if wanted.get(name, getattr(group, name)) != getattr(group, name)
    }
    if not changed:
        return group
    for name in changed:
        setattr(group, name, wanted[name])
    new_rules = "rules" in changed and bool(group.rules)
    if new_rules:
        # Never lowered, so that rules that were taken back and come again are asked for again.
        group.rules_version += 1
    group.save()
    facts = {name: [changed[name], wanted[name]] for name in SHORT if name in changed}
    texts = [name for name in LONG if name in changed]
    log_group(group, "settings", actor=actor, changed=facts, texts=texts, version=group.rules_version)
    if any(name in changed for name in WHO_SEES):
        tell_members(group, "visibility", but=actor)
    if new_rules:
        tell_members(group, "rules", but=actor, version=group.rules_version)
    if group.visibility == Visibility.HIDDEN and group.page.live:
        take_offline(group.page, actor=actor)
    page_cache.touch(f"group:{group.pk}", "groups")
    return group


@transaction.atomic
def archive(*, group_id: int, actor: "User") -> WorkingGroup:
    """Read-only from now on. Members get a letter; a call ends, open requests are refused. Again it does nothing."""
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    if group.is_archived:
        return group
    Call.objects.filter(group=group, closes_at__gt=timezone.now()).update(closes_at=timezone.now())
    for request_id in JoinRequest.objects.filter(group=group, state=RequestState.OPEN).values_list("pk", flat=True):
        refuse_request(request_id=request_id, group_id=group_id, actor=actor, reason=_("The group has been archived."))
    return _set_archived(group, actor, at=timezone.now())


@transaction.atomic
def reopen(*, group_id: int, actor: "User") -> WorkingGroup:
    """One can write again. Members get a letter. Again it does nothing."""
    group = lock_group(group_id)
    refuse_unless_leads(group, actor)
    return _set_archived(group, actor, at=None) if group.is_archived else group


def _set_archived(group: WorkingGroup, actor: "User", *, at: Any) -> WorkingGroup:
    group.archived_at = at
    group.save()
    what = "archived" if at else "reopened"
    log_group(group, what, actor=actor)
    tell_members(group, what, but=actor)
    page_cache.touch(f"group:{group.pk}", "groups")
    return group
