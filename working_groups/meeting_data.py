"""What of the meetings a member takes along, what goes with them, and how long it is kept otherwise."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.privacy.personal_data import Collected, Record, declare, declare_all, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .choices import MembershipState
from .models import Attendance, DatePoll, GroupCalendar, Meeting, MeetingAction, Membership, SlotAnswer
from .permissions import groups_readable_by, meetings_visible_to

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("meetings", title=gettext_lazy("Meetings of working groups"), order=41)
def collect(member: "User") -> Collected:
    """What they said to meetings and proposed times, where they were, their actions, what they called, and their
    calendars of groups without the secret addresses.

    What they can no longer read is not named, whatever it is called by now: their own answers stand there without it.
    """
    meetings, groups = _readable_meetings(member), set(groups_readable_by(member).values_list("pk", flat=True))
    belonging = Membership.objects.filter(member=member, state=MembershipState.ACTIVE)
    polls = set(belonging.values_list("group", flat=True))
    attended = Attendance.objects.filter(member=member).select_related("meeting__group__page")
    records = [
        Record(
            _named(each.meeting, meetings),
            [
                ("group", _("Working group"), each.meeting.group.page.title if each.meeting_id in meetings else ""),
                ("starts_at", _("Starts"), each.meeting.starts_at),
                ("comes", _("You said that you come"), each.comes),
                ("answered_at", _("Answered"), each.answered_at),
                ("attended", _("You were there"), each.attended),
            ],
        )
        for each in attended.order_by("meeting__starts_at", "pk")
    ]
    actions = MeetingAction.objects.filter(member=member).select_related("meeting")
    records += [
        Record(
            each.what if each.meeting_id in meetings else _("An action of a meeting that you can no longer read"),
            [
                ("meeting", _("Meeting"), _named(each.meeting, meetings)),
                ("until", _("Until"), each.until),
                ("done_at", _("Done"), each.done_at),
            ],
        )
        for each in actions.order_by("until", "pk")
    ]
    answers = SlotAnswer.objects.filter(member=member).select_related("slot__poll")
    records += [
        Record(
            _("Proposed time: %(title)s") % {"title": each.slot.poll.title}
            if each.slot.poll.group_id in polls
            else _("A proposed time of a date poll that you can no longer read"),
            [
                ("starts_at", _("Starts"), each.slot.starts_at),
                ("choice", _("You said"), each.get_choice_display()),
                ("answered_at", _("Answered"), each.answered_at),
            ],
        )
        for each in answers.order_by("slot__starts_at", "pk")
    ]
    records += [
        Record(
            _("Meeting that you called: %(title)s") % {"title": _named(each, meetings)},
            [("made_at", _("Made"), each.created_at)],
        )
        for each in Meeting.objects.filter(author=member).order_by("created_at", "pk")
    ]
    records += [
        Record(
            _("Date poll that you opened: %(title)s")
            % {"title": each.title if each.group_id in polls else _("in a group that you have left")},
            [("made_at", _("Made"), each.created_at)],
        )
        for each in DatePoll.objects.filter(author=member).order_by("created_at", "pk")
    ]
    calendars = GroupCalendar.objects.filter(membership__member=member).select_related("membership__group__page")
    records += [
        Record(
            _("Calendar of %(group)s")
            % {
                "group": each.membership.group.page.title
                if each.membership.group_id in groups
                else _("a group that you have left")
            },
            [("made_at", _("Made"), each.created_at)],
        )
        for each in calendars.order_by("created_at", "pk")
    ]
    return Collected(records)


def _readable_meetings(member: "User") -> set[int]:
    """Those of the meetings that have to do with the member which they may read."""
    theirs = Q(attendances__member=member) | Q(actions__member=member) | Q(author=member)
    return set(meetings_visible_to(member).filter(theirs).values_list("pk", flat=True))


def _named(meeting: Meeting, readable: Collection[int]) -> str:
    return meeting.title if meeting.pk in readable else _("A meeting that you can no longer read")


@eraser("meetings", order=109)
def erase(member: "User") -> None:
    """Answers go; meetings, minutes and actions stay without the name, so that the group knows what was decided."""
    Attendance.objects.filter(member=member).delete()
    GroupCalendar.objects.filter(membership__member=member).delete()
    SlotAnswer.objects.filter(member=member).delete()
    MeetingAction.objects.filter(member=member).update(member=None)
    Meeting.objects.filter(author=member).update(author=None)
    DatePoll.objects.filter(author=member).update(author=None)


@rule(
    "date-polls",
    what=gettext_lazy("Date polls of working groups, with who could come when"),
    counted_from=gettext_lazy("the closing date"),
    days=180,
    why=gettext_lazy("So that a date can be looked up; the meeting itself stays."),
    order=64,
)
def remove_old_polls(now: datetime, kept: Rule) -> int:
    return DatePoll.objects.filter(closes_at__lte=kept.before(now)).delete()[0]


@rule(
    "meeting-attendance",
    what=gettext_lazy("Who came to a meeting of a working group"),
    counted_from=gettext_lazy("the end of the meeting"),
    days=1095,
    why=gettext_lazy("Reports on projects ask for it for three years. Minutes and actions stay with the group."),
    order=65,
)
def remove_old_attendance(now: datetime, kept: Rule) -> int:
    return Attendance.objects.filter(meeting__ends_at__lte=kept.before(now)).delete()[0]


for _model in (Attendance, GroupCalendar, MeetingAction, SlotAnswer, Meeting, DatePoll):
    declare(_model, exported="meetings", erased="meetings")
declare_all("A proposed time, without anybody's name.", "working_groups.DateSlot")
declare_all("That a document belongs to a meeting, without anybody's name.", "working_groups.MeetingPaper")
