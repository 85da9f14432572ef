"""Who may open what in the working groups: one line an address, in the words of the permissions.

A line says who gets what for a GET (a HEAD is answered alike) and for a POST. Whoever is not named gets 404 where they
may not know of the group (hidden, absent: the same), else the door (302) as a visitor and 403 with an account. What has
no entry is 405, whoever asks; so is every other method.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from working_groups.choices import GroupRole, Standing, Visibility
from working_groups.permissions import KNOW as LOWEST_TO_KNOW
from working_groups.permissions import READ as LOWEST_TO_READ

# What each person is to the group; those in `INSIDE` belong to it.
ROLES = {
    "visitor": Standing.VISITOR,
    "disabled": Standing.VISITOR,
    "account": Standing.ACCOUNT,  # a member of the site
    "other": Standing.ACCOUNT,  # who leads another group
    "former": Standing.ACCOUNT,
    "banned": Standing.ACCOUNT,
    "editor": Standing.ACCOUNT,
    "observer": Standing.OBSERVER,
    "member": Standing.MEMBER,
    "rapporteur": Standing.RAPPORTEUR,
    "leader": Standing.LEADER,
    "secretariat": Standing.SECRETARIAT,
    "administrator": Standing.SECRETARIAT,
}
INSIDE = {role.value for role in GroupRole}


@dataclass(frozen=True)
class Somebody:
    """One person before one group."""

    role: str
    visibility: Visibility
    is_archived: bool = False

    @property
    def standing(self) -> Standing:
        return ROLES[self.role]

    @property
    def has_account(self) -> bool:
        return self.standing >= Standing.ACCOUNT

    @property
    def knows(self) -> bool:
        return self.standing >= LOWEST_TO_KNOW[self.visibility]

    @property
    def reads(self) -> bool:
        return self.knows and self.standing >= LOWEST_TO_READ[self.visibility]

    def writes(self, lowest: Standing) -> bool:
        return self.standing >= lowest and not self.is_archived


Who = Callable[[Somebody], bool]
Answers = Mapping[Who, int]


# Who -------------------------------------------------------------------------------------------------------------


def anybody(one: Somebody) -> bool:
    return True


def logged_in(one: Somebody) -> bool:
    return one.has_account


def knows(one: Somebody) -> bool:
    return one.knows


def knows_with_account(one: Somebody) -> bool:
    return one.knows and one.has_account


def may_come_in(one: Somebody) -> bool:
    """Whom a call is for."""
    return one.knows and not (one.role in INSIDE or one.role == "banned" or one.is_archived)


def may_come_in_with_account(one: Somebody) -> bool:
    return may_come_in(one) and one.has_account


def reads(one: Somebody) -> bool:
    return one.reads


def reads_with_account(one: Somebody) -> bool:
    return one.reads and one.has_account


def belongs(one: Somebody) -> bool:
    return one.role in INSIDE


def has_a_group(one: Somebody) -> bool:
    """This one, or another."""
    return belongs(one) or one.role == "other"


def attends(one: Somebody) -> bool:
    return one.standing >= Standing.OBSERVER


def writes(one: Somebody) -> bool:
    return one.writes(Standing.MEMBER)


def moderates(one: Somebody) -> bool:
    return one.writes(Standing.RAPPORTEUR)


def belongs_or_moderates(one: Somebody) -> bool:
    return belongs(one) or moderates(one)


def leads(one: Somebody) -> bool:
    return one.standing >= Standing.LEADER


def oversees(one: Somebody) -> bool:
    return one.standing >= Standing.SECRETARIAT


def asked_for_it(one: Somebody) -> bool:
    """In the world of these tests, the member asked for the ZIP file."""
    return one.role == "member"


# What ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One address: its name, its arguments (things of the world), and the answers, of which the first that fits counts.

    `of_group` is False where the address names no group: then whoever is not named gets 404.
    """

    name: str
    things: str
    get: Answers = field(default_factory=dict)
    post: Answers = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    of_group: bool = True

    def expected(self, method: str, one: Somebody) -> int:
        """The status of the answer."""
        answers = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, {})
        if not answers:
            return 405
        for who, status in answers.items():
            if who(one):
                return status
        if not self.of_group or not one.knows:
            return 404
        return 403 if one.has_account else 302


def page(name: str, things: str, who: Who, **more: object) -> Line:
    """Only looked at."""
    return Line(name, f"slug {things}", get={who: 200}, **more)  # type: ignore[arg-type]


def form(name: str, things: str, who: Who, *, wrong: int = 200, **more: object) -> Line:
    """Looked at and filled in; a form without anything in it comes back."""
    return Line(name, f"slug {things}", get={who: 200}, post={who: wrong}, **more)  # type: ignore[arg-type]


def act(name: str, things: str, who: Who, /, **body: str) -> Line:
    """A button: leads back."""
    return Line(name, f"slug {things}", post={who: 302}, body=body)


def outside(name: str, things: str = "", **more: object) -> Line:
    """Not below a group."""
    return Line(name, things, of_group=False, **more)  # type: ignore[arg-type]


LINES = (
    # Not of one group; whoever has no right there finds nothing.
    outside("group_invitation", "=forged", get={anybody: 404}, post={anybody: 404}),
    outside("group_feed", "=forged", get={anybody: 404}),
    outside("letters_incoming", post={anybody: 404}),  # no domain for replies is set
    outside("group_mail", get={logged_in: 200, anybody: 302}, post={has_a_group: 200, anybody: 302}),
    outside("incoming", get={oversees: 200}),
    outside("incoming_original", "incoming", get={oversees: 200}),
    outside("group_mail_choice", "=forged", get={anybody: 404}, post={anybody: 404}),
    outside("groups_overview", get={oversees: 200, logged_in: 404, anybody: 302}),
    outside("publication_requests", get={oversees: 200}),
    outside("answer_publication", "publication", post={oversees: 302}),
    # The face of the group, and the ways in and out.
    page("group", "", knows),
    act("group_join", "", knows_with_account),
    Line("group_ask", "slug", get={knows_with_account: 302}, post={knows_with_account: 302}),  # there is a call
    act("group_withdraw", "", knows_with_account),
    Line(
        "group_interest",
        "slug",
        get={may_come_in: 200, knows: 302},
        post={may_come_in_with_account: 200, knows: 302},
    ),
    Line("group_leave", "slug", get={belongs: 200}, post={belongs: 302}),
    Line("group_rules", "slug", get={knows: 200}, post={knows_with_account: 302}),
    page("group_welcome", "", belongs),
    act("group_rhythm", "", belongs),
    page("group_members", "", knows_with_account),
    Line("group_members_export", "slug", post={leads: 200}, body={"kind": "csv"}),
    # The desk.
    form("group_desk", "", leads),
    page("group_desk_member", "membership", leads),
    act("group_desk_member_act", "membership =lift", leads),
    page("group_requests", "", leads),
    form("group_request", "request", leads),
    form("group_call", "", leads),
    form("new_call", "", leads),
    form("edit_call", "call", leads),
    form("group_invitations", "", leads),
    act("group_revoke_invitation", "invitation", leads),
    form("group_settings", "", leads),
    act("group_archive", "", leads),
    page("group_statistics", "", leads),
    page("group_history", "", leads),
    # Discussions.
    page("group_discussion", "", reads),
    form("new_thread", "", writes),
    page("mention_suggestions", "thread", writes),
    page("group_reports", "", moderates),
    act("handle_report", "report", moderates),
    page("group_incoming", "", moderates),
    page("group_mail_original", "incoming", moderates),
    Line("thread", "slug thread", get={reads: 200}, post={writes: 200}),
    page("announcement_log", "announcement", leads),
    act("moderate_thread", "thread", moderates),
    form("arrange_thread", "thread", moderates, body={"split": "1"}),
    act("follow_thread", "thread", belongs),
    Line("group_post", "slug post", get={reads: 302}),
    form("edit_post", "post", moderates),  # whose post it is not
    form("delete_post", "answer", moderates),
    act("restore_post", "gone", moderates),
    page("post_history", "post", reads),
    form("report_post", "post", reads_with_account),
    act("mark_answer", "answer", moderates),
    act("vote", "post", writes, option="{option}"),
    # Documents.
    page("group_documents", "", reads),
    page("document_folder", "folder", reads),
    form("change_folder", "folder", writes),
    act("new_folder", "", writes, name="New"),
    form("upload_documents", "", writes, wrong=400),
    page("deleted_documents", "", moderates),
    act("ask_for_zip", "", reads_with_account),
    Line("folder_zip", "slug zip", get={asked_for_it: 200, reads_with_account: 404}),
    Line("zip_file", "slug zip", get={asked_for_it: 200, reads_with_account: 404}),
    act("remove_document_comment", "comment", moderates),
    act("withdraw_publication", "publication", moderates),
    Line("document", "slug document", get={reads: 200}, post={writes: 200}),  # an empty comment
    form("new_version", "document", writes, wrong=400),
    page("document_file", "document =1", reads),
    page("document_picture", "document =1 =1", reads),
    act("restore_version", "document =1", writes),
    page("compare_versions", "document", reads, query="?a=1&b=2"),
    form("change_document", "document", moderates),
    act("document_state", "document", moderates, state="final"),
    act("lock_document", "document", writes, lock="yes"),
    act("bring_back_document", "trashed", moderates),
    form("publish_document", "ready", moderates),
    # Meetings.
    page("group_meetings", "", reads),
    form("new_meeting", "", moderates),
    page("group_calendar", "", reads),
    Line("my_group_calendar", "slug", get={belongs: 200}, post={belongs: 302}),
    page("group_actions", "", attends),
    form("new_date_poll", "", moderates),
    Line("date_poll", "slug poll", get={attends: 200}, post={attends: 302}),
    act("choose_slot", "poll", moderates),
    act("withdraw_date_poll", "poll", moderates),
    form("edit_action", "action", moderates),
    act("tick_action", "action", belongs_or_moderates),
    Line("meeting", "slug meeting", get={attends: 200, reads: 404}),
    page("meeting", "open_meeting", reads),
    form("edit_meeting", "meeting", moderates),
    form("cancel_meeting", "meeting", moderates),
    Line("answer_meeting", "slug meeting", post={attends: 302, reads_with_account: 404}),
    act("answer_meeting", "open_meeting", reads_with_account),
    Line("meeting_papers", "slug meeting", get={moderates: 200}, post={moderates: 302}),
    Line("upload_papers", "slug meeting", get={moderates: 302}, post={moderates: 400}),
    act("remove_meeting_paper", "meeting document", moderates),
    Line("meeting_attendance", "slug past", get={moderates: 200}, post={moderates: 302}),
    form("meeting_minutes", "past", moderates),
    Line("add_action", "slug past", post={moderates: 200}),
    Line("meeting_ics", "slug meeting", get={attends: 200, reads: 404}),
)
