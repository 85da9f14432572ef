"""Who may do what in a working group: one table, asked by standing; and the twins of its questions for lists.

The row of the table for a question says the lowest standing that may; whoever stands higher may too. The secretariat
stands highest: it may read and moderate every group, and the page of each group says so.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from .choices import DocumentState, Joining, MembershipState, MembersVisibility, Standing, Visibility
from .models import (
    Attendance,
    Call,
    DatePoll,
    Document,
    DocumentComment,
    JoinRequest,
    Meeting,
    Membership,
    Post,
    Thread,
    WorkingGroup,
)
from .refusals import Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    from .selectors.doors import Inside

    Viewer = User | AnonymousUser

V, S = Visibility, Standing

# Who knows that the group exists: its page, its place in the list, its name.
KNOW = {V.PUBLIC: S.VISITOR, V.COMMUNITY: S.VISITOR, V.PRIVATE: S.VISITOR, V.HIDDEN: S.OBSERVER}
# Who reads discussions, documents and meetings.
READ = {V.PUBLIC: S.VISITOR, V.COMMUNITY: S.ACCOUNT, V.PRIVATE: S.OBSERVER, V.HIDDEN: S.OBSERVER}
# Who sees the list of members (and knows of the group).
SEE_MEMBERS = {
    MembersVisibility.EVERYBODY: S.VISITOR,
    MembersVisibility.COMMUNITY: S.ACCOUNT,
    MembersVisibility.GROUP: S.OBSERVER,
    MembersVisibility.LEADERS: S.LEADER,
}
# What belongs to a standing in every group, archived ones apart (nothing is written there).
POST = S.MEMBER
SHARE = S.MEMBER
MODERATE = S.RAPPORTEUR
ANNOUNCE = S.LEADER
LEAD = S.LEADER
OVERSEE = S.SECRETARIAT

OVERSIGHT = "working_groups.change_workinggroup"


def can_oversee_groups(user: "Viewer") -> bool:
    """The secretariat: reads and moderates every group. The right is `working_groups.change_workinggroup`."""
    return bool(user.is_active and user.has_perm(OVERSIGHT))


def standing_of(user: "Viewer", membership: Membership | None) -> Standing:
    """What `user` is to a group, given their membership of it (None if there never was one)."""
    if not (user.is_authenticated and user.is_active):
        return Standing.VISITOR
    if can_oversee_groups(user):
        return Standing.SECRETARIAT
    return membership.standing if membership is not None else Standing.ACCOUNT


def can_know(group: WorkingGroup, standing: Standing) -> bool:
    """May they know that the group exists? What editors have taken offline is the group's own business, like hidden."""
    lowest = KNOW[Visibility(group.visibility)] if group.page.live else KNOW[V.HIDDEN]
    return standing >= lowest


def can_read(group: WorkingGroup, standing: Standing) -> bool:
    """May they read what the group makes?"""
    return can_know(group, standing) and standing >= READ[Visibility(group.visibility)]


def can_see_members(group: WorkingGroup, standing: Standing) -> bool:
    """May they see who belongs to it?"""
    return can_know(group, standing) and standing >= SEE_MEMBERS[MembersVisibility(group.members_visibility)]


def can_write(group: WorkingGroup, standing: Standing, wanted: Standing) -> bool:
    """May they do what takes `wanted` (POST, SHARE, MODERATE, ANNOUNCE, LEAD)? Nobody writes in an archived group."""
    return standing >= wanted and not group.is_archived


def joining_obstacle(group: WorkingGroup, membership: Membership | None, way: Joining) -> Reason | None:
    """Why somebody with this membership (None: never had one) cannot join this way; None if they can."""
    if membership is not None and membership.is_active:
        return Reason.ALREADY
    if membership is not None and membership.state == MembershipState.BANNED:
        return Reason.BANNED
    if group.is_archived:
        return Reason.ARCHIVED
    return None if group.joining == way else Reason.JOINING_CLOSED


def expressing_obstacle(
    group: WorkingGroup, membership: Membership | None, call: Call | None, *, now: datetime | None = None
) -> Reason | None:
    """Why somebody with this membership cannot answer this call (None: there is none); None if they can."""
    if reason := joining_obstacle(group, membership, Joining.CALL):
        return reason
    return None if call is not None and call.is_open(now) else Reason.CALL_OVER


def deciding_obstacle(request: JoinRequest, *, now: datetime | None = None) -> Reason | None:
    """Why leaders cannot answer a request yet: those to a call wait until it is over. Ask `Inside.can_lead` first."""
    return Reason.CALL_OPEN if request.call is not None and request.call.is_open(now) else None


def is_readable_with_an_account(group: WorkingGroup) -> bool:
    """May everybody who has an account read what the group makes? Its page comes with it."""
    return group.page.live and group.visibility in _open_to(READ, Standing.ACCOUNT)


def groups_known_to(user: "Viewer") -> QuerySet[WorkingGroup]:
    """The twin of `can_know`."""
    return _with_standing(user, KNOW)


def groups_readable_by(user: "Viewer") -> QuerySet[WorkingGroup]:
    """The twin of `can_read`: every list, search, feed and digest of groups' content starts here."""
    return _with_standing(user, READ)


def secret_pages(user: "Viewer") -> QuerySet[WorkingGroup, int] | None:
    """Numbers of the pages of hidden groups that this person must not even know of, whatever rights they have on pages;
    None for those who oversee all groups."""
    if can_oversee_groups(user):
        return None
    hidden = WorkingGroup.objects.filter(visibility=V.HIDDEN)
    return hidden.exclude(pk__in=groups_known_to(user).values("pk")).values_list("page", flat=True)


def _with_standing(user: "Viewer", table: dict[Visibility, Standing]) -> QuerySet[WorkingGroup]:
    groups = WorkingGroup.objects.all()
    if not (user.is_authenticated and user.is_active):
        return groups.filter(page__live=True, visibility__in=_open_to(table, Standing.VISITOR))
    if can_oversee_groups(user):
        return groups
    mine = Membership.objects.filter(group=OuterRef("pk"), member=user.pk, state=MembershipState.ACTIVE)
    return groups.filter(Q(page__live=True, visibility__in=_open_to(table, Standing.ACCOUNT)) | Exists(mine))


def _open_to(table: dict[Visibility, Standing], standing: Standing) -> list[Visibility]:
    return [visibility for visibility, lowest in table.items() if lowest <= standing]


# Posts -----------------------------------------------------------------------------------------------------------

# How long an author may change a post; moderators may at any time.
EDIT_WITHIN = timedelta(days=1)


def posting_obstacle(inside: "Inside", thread: Thread | None = None) -> Reason | None:
    """Why `inside.user` cannot write in the group, or in this thread of it; None if they can."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    if not inside.can_post:
        return Reason.NOT_YOURS
    if inside.must_accept_rules:
        return Reason.RULES
    if thread is not None and thread.is_closed and not inside.can_moderate:
        return Reason.CLOSED
    return None


def editing_obstacle(inside: "Inside", post: Post, *, now: datetime | None = None) -> Reason | None:
    """Why they cannot change this post."""
    if post.is_deleted:
        return Reason.GONE
    if obstacle := posting_obstacle(inside, post.thread):
        return obstacle
    if inside.can_moderate:
        return None
    if post.author_id is None or post.author_id != inside.user.pk:
        return Reason.NOT_YOURS
    return Reason.TOO_LATE if post.created_at <= (now or timezone.now()) - EDIT_WITHIN else None


def deleting_obstacle(inside: "Inside", post: Post) -> Reason | None:
    """Why they cannot delete it. One's own words may go at any time, also from a closed thread."""
    if post.is_deleted:
        return Reason.GONE
    if inside.group.is_archived:
        return Reason.ARCHIVED
    is_own = post.author_id is not None and post.author_id == inside.user.pk
    return None if inside.can_moderate or (is_own and inside.is_member) else Reason.NOT_YOURS


def answering_obstacle(inside: "Inside", thread: Thread) -> Reason | None:
    """Why they cannot say which post answers the question: who asked it may, and moderators."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    is_own = thread.author_id is not None and thread.author_id == inside.user.pk
    return None if inside.can_moderate or (is_own and inside.can_post) else Reason.NOT_YOURS


def arranging_obstacle(inside: "Inside") -> Reason | None:
    """Why they cannot split or merge threads of this group: moderators may."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    return None if inside.can_moderate else Reason.NOT_YOURS


def moving_obstacle(inside: "Inside", into: "Inside") -> Reason | None:
    """Why they cannot move a thread from one group to another: whoever leads both may, and the secretariat."""
    if inside.group.is_archived or into.group.is_archived:
        return Reason.ARCHIVED
    return None if inside.can_lead and into.can_lead else Reason.NOT_YOURS


# Documents -------------------------------------------------------------------------------------------------------


def sharing_obstacle(inside: "Inside") -> Reason | None:
    """Why they cannot share documents in this group; None if they can."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    if not inside.can_share:
        return Reason.NOT_YOURS
    return Reason.RULES if inside.must_accept_rules else None


def is_locked_for(user: "Viewer", document: Document, now: datetime) -> bool:
    """Has somebody else said that they are editing it, and is that not too long ago?"""
    until = document.locked_until
    return until is not None and until > now and document.locked_by_id not in (None, user.pk)


def version_obstacle(inside: "Inside", document: Document, *, now: datetime | None = None) -> Reason | None:
    """Why they cannot add a version, or take the lock."""
    if document.is_trashed:
        return Reason.NO_DOCUMENT
    if obstacle := sharing_obstacle(inside):
        return obstacle
    if document.state == DocumentState.FINAL:
        return Reason.FINAL
    return Reason.LOCKED if is_locked_for(inside.user, document, now or timezone.now()) else None


def managing_obstacle(inside: "Inside", document: Document) -> Reason | None:
    """Why they cannot rename, move or delete it, or change its state: whoever shared it may, and moderators.

    What is final only moderators touch.
    """
    if document.is_trashed:
        return Reason.NO_DOCUMENT
    if obstacle := sharing_obstacle(inside):
        return obstacle
    if inside.can_moderate:
        return None
    if document.author_id is None or document.author_id != inside.user.pk:
        return Reason.NOT_YOURS
    return Reason.FINAL if document.state == DocumentState.FINAL else None


def commenting_obstacle(inside: "Inside", document: Document, *, today: date | None = None) -> Reason | None:
    """Why they cannot comment on it: not on what is final, and not after the last day for comments."""
    if document.is_trashed:
        return Reason.NO_DOCUMENT
    if obstacle := posting_obstacle(inside):
        return obstacle
    if document.state == DocumentState.FINAL:
        return Reason.NO_MORE_COMMENTS
    until = document.comment_until
    return Reason.NO_MORE_COMMENTS if until is not None and until < (today or timezone.localdate()) else None


def comment_removal_obstacle(inside: "Inside", comment: DocumentComment) -> Reason | None:
    """Why they cannot remove a comment: its author may, and moderators."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    is_own = comment.author_id is not None and comment.author_id == inside.user.pk
    return None if inside.can_moderate or (is_own and inside.is_member) else Reason.NOT_YOURS


def breaking_obstacle(inside: "Inside") -> Reason | None:
    """Why they cannot end somebody else's lock: leaders may."""
    return None if can_write(inside.group, inside.standing, LEAD) else Reason.NOT_YOURS


def publishing_obstacle(inside: "Inside", document: Document) -> Reason | None:
    """Why they cannot ask the secretariat to publish it in the library: moderators may, once it is final."""
    if document.is_trashed:
        return Reason.NO_DOCUMENT
    if inside.group.is_archived:
        return Reason.ARCHIVED
    if not inside.can_moderate:
        return Reason.NOT_YOURS
    return None if document.state == DocumentState.FINAL else Reason.NOT_FINAL


# Meetings --------------------------------------------------------------------------------------------------------

# Who reads members' meetings and date polls, and answers them.
ATTEND = S.OBSERVER


def can_see_meeting(inside: "Inside", meeting: Meeting) -> bool:
    """An open meeting is read by all who read the group; any other by those who belong to it, and the secretariat."""
    return inside.can_read and (meeting.is_open or inside.standing >= ATTEND)


def meetings_visible_to(user: "Viewer") -> QuerySet[Meeting]:
    """The twin of `can_see_meeting`."""
    meetings = Meeting.objects.filter(group__in=groups_readable_by(user))
    if not (user.is_authenticated and user.is_active):
        return meetings.filter(is_open=True)
    if can_oversee_groups(user):
        return meetings
    mine = Membership.objects.filter(group=OuterRef("group"), member=user.pk, state=MembershipState.ACTIVE)
    return meetings.filter(Q(is_open=True) | Exists(mine))


def meetings_of_everybody() -> QuerySet[Meeting]:
    """What may stand in a calendar that is passed on: open meetings of public groups."""
    readable = _open_to(READ, Standing.VISITOR)
    return Meeting.objects.filter(is_open=True, group__page__live=True, group__visibility__in=readable)


def open_to_accounts() -> Q:
    """Open meetings of groups that everybody with an account reads, as a condition on meetings."""
    return Q(is_open=True, group__page__live=True, group__visibility__in=_open_to(READ, Standing.ACCOUNT))


def can_see_polls(inside: "Inside") -> bool:
    """Date polls are a matter of those who belong to the group."""
    return inside.can_read and inside.standing >= ATTEND


def can_see_dial_in(inside: "Inside", attendance: Attendance | None) -> bool:
    """Those who said that they come, and those who run the meeting."""
    return inside.can_moderate or (attendance is not None and attendance.comes is True)


def meeting_obstacle(inside: "Inside") -> Reason | None:
    """Why `inside.user` cannot make and run meetings and date polls here: leaders and rapporteurs can."""
    if inside.group.is_archived:
        return Reason.ARCHIVED
    return None if inside.can_moderate else Reason.NOT_YOURS


def attending_obstacle(inside: "Inside", meeting: Meeting, *, now: datetime | None = None) -> Reason | None:
    """Why they cannot say whether they come. To an open meeting everybody with an account can."""
    if not (inside.user.is_authenticated and can_see_meeting(inside, meeting)):
        return Reason.NOT_YOURS
    if inside.group.is_archived:
        return Reason.ARCHIVED
    if not (meeting.is_open or inside.is_member):
        return Reason.NOT_INVITED
    if meeting.is_cancelled:
        return Reason.MEETING_CANCELLED
    return Reason.MEETING_OVER if meeting.is_over(now) else None


def dating_obstacle(inside: "Inside", poll: DatePoll, *, now: datetime | None = None) -> Reason | None:
    """Why they cannot answer a date poll; those who belong to the group can, observers included."""
    if not inside.is_member:
        return Reason.NOT_YOURS
    if inside.group.is_archived:
        return Reason.ARCHIVED
    return None if poll.takes_answers(now) else Reason.POLL_OVER
