"""The fixed words of the working groups."""

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read what the group makes: discussions, documents, meetings."""

    PUBLIC = "public", _("public: everybody reads")
    COMMUNITY = "community", _("community: members of the site read")
    PRIVATE = "private", _("private: only the group reads, everybody knows that it exists")
    HIDDEN = "hidden", _("hidden: only the group knows that it exists")


class MembersVisibility(models.TextChoices):
    """Who may see the list of members; nobody sees it who may not know of the group."""

    EVERYBODY = "everybody", _("everybody")
    COMMUNITY = "community", _("members of the site")
    GROUP = "group", _("the group")
    LEADERS = "leaders", _("the leaders")


class Joining(models.TextChoices):
    """How one becomes a member."""

    OPEN = "open", _("anybody may join")
    REQUEST = "request", _("on request")
    INVITATION = "invitation", _("by invitation")
    CALL = "call", _("by a call for expressions of interest")


class GroupRole(models.TextChoices):
    """What a member is in the group."""

    LEADER = "leader", _("leader")
    RAPPORTEUR = "rapporteur", _("rapporteur")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")


class MembershipState(models.TextChoices):
    """Where a membership stands; all but the first have ended."""

    ACTIVE = "active", _("active")
    LEFT = "left", _("left")
    REMOVED = "removed", _("removed")
    BANNED = "banned", _("banned")


class Rhythm(models.TextChoices):
    """When a member hears by mail of what is new in a group."""

    AT_ONCE = "at_once", _("each post at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    MENTIONS = "mentions", _("only mentions and announcements")
    NOTHING = "nothing", _("nothing")


class Standing(IntEnum):
    """What somebody is to a group, lowest first: whoever may do something, those above may too."""

    VISITOR = 0
    ACCOUNT = 10
    OBSERVER = 20
    MEMBER = 30
    RAPPORTEUR = 40
    LEADER = 50
    SECRETARIAT = 60


STANDING_OF_ROLE = {
    GroupRole.OBSERVER: Standing.OBSERVER,
    GroupRole.MEMBER: Standing.MEMBER,
    GroupRole.RAPPORTEUR: Standing.RAPPORTEUR,
    GroupRole.LEADER: Standing.LEADER,
}


class RequestState(models.TextChoices):
    """Where a request to join stands; all but the first are decided."""

    OPEN = "open", _("waiting for the leaders")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FollowLevel(models.TextChoices):
    """What a member wants to hear of one thread, other than of the group."""

    FOLLOW = "follow", _("each answer at once")
    MUTE = "mute", _("nothing, unless somebody mentions me")


class Way(models.TextChoices):
    """How a member hears of a post."""

    AT_ONCE = "at_once", _("now by mail")
    DAILY = "daily", _("in tonight’s digest")
    WEEKLY = "weekly", _("in the weekly digest")
    NOT = "not", _("not by mail")


class ReportOutcome(models.TextChoices):
    """What a moderator found of a reported post."""

    KEPT = "kept", _("kept")
    DELETED = "deleted", _("deleted")


class PollKind(models.TextChoices):
    """How many options one may choose."""

    ONE = "one", _("one option")
    MANY = "many", _("any number of options")


class DocumentState(models.TextChoices):
    """How far a document has come."""

    DRAFT = "draft", _("draft")
    COMMENT = "comment", _("for comment")
    FINAL = "final", _("final")


class PublicationState(models.TextChoices):
    """Where a request to publish in the library stands; all but the first are decided."""

    OPEN = "open", _("waiting for the secretariat")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MailOutcome(models.TextChoices):
    """What became of a mail that came in."""

    POSTED = "posted", _("posted")
    REFUSED = "refused", _("not posted, the sender was told why")
    SILENT = "silent", _("not posted, nobody was told")


class SlotChoice(models.TextChoices):
    """What a member says to a proposed time."""

    YES = "yes", _("yes")
    MAYBE = "maybe", _("if need be")
    NO = "no", _("no")


class ActionState(models.TextChoices):
    """Which of a group's actions one looks for."""

    OPEN = "open", _("open")
    LATE = "late", _("overdue")
    DONE = "done", _("done")
