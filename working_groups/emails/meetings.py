"""Letters about meetings, their actions and date polls."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import Attachment, LetterContent, NoLongerTrue, letter
from events.ical import calendar_of

from ..choices import GroupRole
from ..models import Attendance, DatePoll, Meeting, MeetingAction, Membership, WorkingGroup
from ..permissions import can_see_dial_in, can_see_meeting, can_see_polls, standing_of
from ..selectors.doors import Inside
from ..selectors.meeting_calendars import item
from ..selectors.my_meetings import meeting_url, where
from ..selectors.papers import documents_of
from ..selectors.slots import best_slot
from ..selectors.times import clocks
from .parts import TEMPLATE


def _inside(letter: Letter, group: WorkingGroup) -> Inside:
    """The group as the addressee may see it when the letter leaves; who has left is told nothing any more."""
    member = letter.member
    if member is None or not member.is_active:
        raise NoLongerTrue("The addressee has no account any more.")
    membership = Membership.objects.filter(group=group, member=member).first()
    return Inside(group, member, membership, standing_of(member, membership))


def _meeting(letter: Letter) -> tuple[Inside, Meeting, Attendance | None]:
    found = Meeting.objects.select_related("group__page").filter(pk=letter.params["meeting"]).first()
    if found is None:
        raise NoLongerTrue("The meeting is gone.")
    inside = _inside(letter, found.group)
    if not can_see_meeting(inside, found):
        raise NoLongerTrue("The addressee does not belong to the group any more.")
    return inside, found, found.attendances.filter(member=letter.member_id).first()


def _coming(letter: Letter) -> tuple[Inside, Meeting, Attendance | None]:
    inside, meeting, attendance = _meeting(letter)
    if meeting.is_cancelled or meeting.is_over():
        raise NoLongerTrue("The meeting is cancelled or over.")
    return inside, meeting, attendance


def _content(
    group: WorkingGroup,
    subject: str,
    paragraphs: list[str],
    *,
    button: tuple[str, str],
    facts: list[tuple[str, Any]] | None = None,
    quoted: str = "",
    after: str = "",
    attachments: list[Attachment] | None = None,
    is_sample: bool = False,
) -> LetterContent:
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={
            "preheader": paragraphs[0],
            "title": subject,
            "is_sample": is_sample or group.page.is_sample,
            "paragraphs": paragraphs,
            "quoted": quoted,
            "facts": facts or [],
            "button_label": button[0],
            "button_url": absolute(button[1]),
            "after": after,
            "why": _("You get this letter because of the working group %(group)s.") % {"group": group},
        },
        attachments=attachments or [],
    )


def _facts(inside: Inside, meeting: Meeting, attendance: Attendance | None) -> list[tuple[str, Any]]:
    mine, theirs = clocks(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    facts = [(_("When"), mine), (_("There"), theirs), (_("Where"), where(meeting)), (_("Address"), meeting.address)]
    if can_see_dial_in(inside, attendance):
        facts += [(_("Link"), meeting.link), (_("Dialling in"), meeting.dial_in)]
    facts.append((_("Documents"), [each.name for each in documents_of(meeting)]))
    facts.append((_("Working group"), str(inside.page.title)))
    return [(label, value) for label, value in facts if value]


def _page(meeting: Meeting) -> str:
    return meeting_url(meeting.group.page.slug, meeting.pk)


def _file(meeting: Meeting, attendance: Attendance | None) -> list[Attachment]:
    content = calendar_of([item(meeting, attendance=attendance, is_own=True)], name=meeting.title)
    return [(f"meeting-{meeting.pk}.ics", content, "text/calendar")]


# Meetings -------------------------------------------------------------------------------------------------------


@letter("working_groups.meeting_invited", title=gettext_lazy("Invitation to a meeting"))
def meeting_invited(letter: Letter) -> LetterContent:
    """To everybody who belongs to the group."""
    inside, meeting, attendance = _coming(letter)
    return _content(
        inside.group,
        _("Meeting: %(title)s") % {"title": meeting.title},
        [
            _("Your working group meets. Please say whether you come."),
            _("The attached file puts the meeting into your calendar."),
        ],
        facts=_facts(inside, meeting, attendance),
        quoted=meeting.agenda,
        button=(_("Say whether I come"), _page(meeting)),
        after=_("Whoever comes finds the link and the numbers to dial in on the page of the meeting.")
        if meeting.link or meeting.dial_in
        else "",
        attachments=_file(meeting, attendance),
        is_sample=meeting.is_sample,
    )


@letter("working_groups.meeting_changed", title=gettext_lazy("Meeting changed"))
def meeting_changed(letter: Letter) -> LetterContent:
    """To those who have not declined; only the last of several changes is told."""
    inside, meeting, attendance = _coming(letter)
    if letter.params["sequence"] != meeting.sequence:
        raise NoLongerTrue("The meeting has changed again since.")
    return _content(
        inside.group,
        _("Changed: %(title)s") % {"title": meeting.title},
        [
            _("The meeting has changed. This is how it stands now."),
            _("The attached file brings the entry in your calendar up to date."),
        ],
        facts=_facts(inside, meeting, attendance),
        quoted=meeting.agenda,
        button=(_("See the meeting"), _page(meeting)),
        after=_("Does this change whether you come? Please say so on the page of the meeting."),
        attachments=_file(meeting, attendance),
        is_sample=meeting.is_sample,
    )


@letter("working_groups.meeting_cancelled", title=gettext_lazy("Meeting cancelled"))
def meeting_cancelled(letter: Letter) -> LetterContent:
    """To those who have not declined."""
    inside, meeting, attendance = _meeting(letter)
    mine, _theirs = clocks(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    return _content(
        inside.group,
        _("Cancelled: %(title)s") % {"title": meeting.title},
        [
            _("The meeting will not take place."),
            _("The attached file marks the entry in your calendar as cancelled."),
        ],
        facts=[(_("It was planned for"), mine)],
        quoted=meeting.cancel_reason,
        button=(_("See the meeting"), _page(meeting)),
        attachments=_file(meeting, attendance),
        is_sample=meeting.is_sample,
    )


@letter("working_groups.meeting_reminder", title=gettext_lazy("Reminder of a meeting"))
def meeting_reminder(letter: Letter) -> LetterContent:
    """The day before, to those who come."""
    inside, meeting, attendance = _coming(letter)
    if attendance is None or not attendance.comes:
        raise NoLongerTrue("The addressee does not come any more.")
    return _content(
        inside.group,
        _("Soon: %(title)s") % {"title": meeting.title},
        [_("You said that you come to this meeting.")],
        facts=_facts(inside, meeting, attendance),
        quoted=meeting.agenda,
        button=(_("See the meeting"), _page(meeting)),
        after=_("Can you not come after all? Please say so on the page of the meeting."),
        is_sample=meeting.is_sample,
    )


@letter("working_groups.meeting_minutes", title=gettext_lazy("Minutes of a meeting"))
def meeting_minutes(letter: Letter) -> LetterContent:
    """To everybody who belongs to the group, when they are published; with what is to be done."""
    inside, meeting, _attendance = _meeting(letter)
    if meeting.minutes_at is None:
        raise NoLongerTrue("The minutes are not published.")
    own = meeting.actions.filter(member=letter.member_id, done_at=None)
    facts = [(_("For you"), f"{each.what} ({_day(each)})") for each in own]
    return _content(
        inside.group,
        _("Minutes: %(title)s") % {"title": meeting.title},
        [_("The minutes of the meeting can be read, with who does what until when.")],
        facts=facts,
        button=(_("Read the minutes"), f"{_page(meeting)}#minutes"),
        is_sample=meeting.is_sample,
    )


# Actions --------------------------------------------------------------------------------------------------------


def _action(letter: Letter) -> tuple[Inside, MeetingAction]:
    found = MeetingAction.objects.select_related("meeting__group__page").filter(pk=letter.params["action"]).first()
    if found is None or found.done_at is not None or found.member_id != letter.member_id:
        raise NoLongerTrue("The action is done, gone or somebody else's.")
    if found.until.isoformat() != letter.params["until"]:
        raise NoLongerTrue("The action has another day since.")
    inside = _inside(letter, found.meeting.group)
    if not inside.is_member:
        raise NoLongerTrue("The addressee does not belong to the group any more.")
    return inside, found


def _day(action: MeetingAction) -> str:
    return _("until %(day)s") % {"day": date_format(action.until, "j F Y")}


def _about_action(letter: Letter, subject: str, first: str) -> LetterContent:
    inside, action = _action(letter)
    return _content(
        inside.group,
        subject % {"what": action.what},
        [first],
        facts=[
            (_("What"), action.what),
            (_("Until"), date_format(action.until, "j F Y")),
            (_("Meeting"), action.meeting.title),
        ],
        button=(_("Tick it off"), f"{_page(action.meeting)}#actions"),
        is_sample=action.meeting.is_sample,
    )


@letter("working_groups.action_given", title=gettext_lazy("An action of a meeting is yours"))
def action_given(letter: Letter) -> LetterContent:
    """To whom it was given by somebody else."""
    return _about_action(letter, _("For you: %(what)s"), _("At a meeting of your working group this was given to you."))


@letter("working_groups.action_soon", title=gettext_lazy("Action due in three days"))
def action_soon(letter: Letter) -> LetterContent:
    """Three days before."""
    return _about_action(letter, _("Soon due: %(what)s"), _("This is due in the next days."))


@letter("working_groups.action_late", title=gettext_lazy("Action overdue"))
def action_late(letter: Letter) -> LetterContent:
    """On the first day on which it is late; nothing after that."""
    return _about_action(
        letter,
        _("Overdue: %(what)s"),
        _("This was due. If it is done, please tick it off; if not, tell the leaders of the group."),
    )


# Date polls -----------------------------------------------------------------------------------------------------


def _poll(letter: Letter) -> DatePoll:
    found = DatePoll.objects.select_related("group__page").filter(pk=letter.params["poll"]).first()
    if found is None or found.withdrawn_at is not None or Meeting.objects.filter(poll=found).exists():
        raise NoLongerTrue("The date poll is over.")
    return found


@letter("working_groups.date_poll_opened", title=gettext_lazy("A date is looked for"))
def date_poll_opened(letter: Letter) -> LetterContent:
    """To everybody who belongs to the group."""
    poll = _poll(letter)
    inside = _inside(letter, poll.group)
    if not (can_see_polls(inside) and inside.is_member) or not poll.takes_answers():
        raise NoLongerTrue("The date poll is closed, or the addressee does not belong to the group any more.")
    times = [clocks(each.starts_at, each.ends_at, poll.time_zone)[0] for each in poll.slots.all()]
    until = date_format(timezone.localtime(poll.closes_at), "j F Y, H:i")
    return _content(
        poll.group,
        _("When can you meet? %(title)s") % {"title": poll.title},
        [_("Your working group looks for a date. Please say yes, if need be or no to each time.")],
        facts=[(_("Times"), times), (_("Answer until"), until), (_("Working group"), str(poll.group))],
        quoted=poll.note,
        button=(_("Answer"), reverse("date_poll", args=[poll.group.page.slug, poll.pk])),
        is_sample=poll.is_sample,
    )


@letter("working_groups.date_poll_closed", title=gettext_lazy("A date poll has closed (to leaders)"))
def date_poll_closed(letter: Letter) -> LetterContent:
    """To the leaders, who make the meeting with one click."""
    poll = _poll(letter)
    leads = Membership.objects.active().filter(group=poll.group, member=letter.member_id, role=GroupRole.LEADER)
    if letter.member_id is not None and not leads.exists():
        raise NoLongerTrue("The addressee does not lead the group any more.")
    best = best_slot(poll.pk)
    facts = []
    if best is not None:
        facts = [
            (_("Best time"), clocks(best.starts_at, best.ends_at, poll.time_zone)[0]),
            (_("Yes"), str(best.yes)),
            (_("If need be"), str(best.maybe)),
        ]
    return _content(
        poll.group,
        _("Choose the date: %(title)s") % {"title": poll.title},
        [_("The date poll has closed. Make the meeting of one of the times with one click.")],
        facts=facts,
        button=(_("Choose the date"), reverse("date_poll", args=[poll.group.page.slug, poll.pk])),
        is_sample=poll.is_sample,
    )
