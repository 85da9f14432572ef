"""Meetings, actions and date polls of working groups, for tests; made by the services, as real ones are."""

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import GroupRole
from working_groups.models import Meeting, Membership
from working_groups.services import date_polls, meetings, minutes


def leader_of(group):
    """Somebody who leads the group; made if there is nobody."""
    leads = Membership.objects.active().filter(group=group, role=GroupRole.LEADER).select_related("member").first()
    return (leads or MembershipFactory(group=group, role=GroupRole.LEADER)).member


def meeting_facts(**given):
    """What one says of a meeting: in ten days, for two hours."""
    start = given.pop("starts_at", None) or (timezone.now() + timedelta(days=10)).replace(microsecond=0)
    facts = {
        "title": "Spring meeting",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "time_zone": "Europe/Brussels",
        "link": "https://meet.example/room",
        "dial_in": "+32 0000, code 4711",
        "agenda": "1. *Indicators*",
    }
    return meetings.Facts(**(facts | given))


def make_meeting(group=None, actor=None, *, now=None, **given):
    """A meeting to come."""
    group = group or WorkingGroupFactory()
    actor = actor or leader_of(group)
    return meetings.make_meeting(
        group_id=group.pk, actor=actor, key=uuid.uuid4(), facts=meeting_facts(**given), now=now
    )


def make_past(group=None, actor=None, *, days=2, **given):
    """A meeting that has been."""
    start = (timezone.now() - timedelta(days=days)).replace(microsecond=0)
    return make_meeting(group, actor, now=start - timedelta(days=20), starts_at=start, **given)


def make_action(meeting, member, *, actor=None, what="Write the paper", until=None, now=None):
    """Something to do, in ten days."""
    return minutes.add_action(
        meeting_id=meeting.pk,
        group_id=meeting.group_id,
        actor=actor or leader_of(meeting.group),
        key=uuid.uuid4(),
        what=what,
        member_id=member.pk,
        until=until or timezone.localdate() + timedelta(days=10),
        now=now,
    )


def make_poll(group=None, actor=None, *, slots=3, now=None, **given):
    """A date poll that closes in a week, with times from the tenth day on."""
    group = group or WorkingGroupFactory()
    now = now or timezone.now()
    start = (now + timedelta(days=10)).replace(minute=0, second=0, microsecond=0)
    times = [(start + timedelta(days=number), start + timedelta(days=number, hours=2)) for number in range(slots)]
    facts = {
        "title": "Autumn meeting",
        "time_zone": "Europe/Brussels",
        "slots": times,
        "closes_at": now + timedelta(days=7),
        "place": "Sample Hall",
        "note": "Two hours on *indicators*.",
    }
    return date_polls.open_poll(
        group_id=group.pk,
        actor=actor or leader_of(group),
        key=uuid.uuid4(),
        proposal=date_polls.Proposal(**(facts | given)),
        now=now,
    )


def reload(meeting):
    """As it stands in the database."""
    return Meeting.objects.select_related("group__page").get(pk=meeting.pk)
