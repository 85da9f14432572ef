"""Why the working groups say no: one exception, and its reasons in plain sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core.refusals import Refusal


class Reason(models.TextChoices):
    """Why something is refused. The label is what the member reads."""

    NOT_YOURS = "not_yours", _("You may not do this in this group.")
    ARCHIVED = "archived", _("This group is archived: everything can be read, nothing changes any more.")
    ALREADY = "already", _("You are a member of this group already.")
    NOT_A_MEMBER = "not_a_member", _("This person is not a member of the group.")
    BANNED = "banned", _("You cannot join this group. Write to the secretariat if you think that this is wrong.")
    JOINING_CLOSED = "joining_closed", _("One cannot join this group this way.")
    RULES = "rules", _("Read and accept the rules of the group first.")
    LAST_LEADER = "last_leader", _("A group needs a leader: appoint another one first.")
    INACTIVE = "inactive", _("This account is not active.")
    ALREADY_ASKED = "already_asked", _("You have asked to join already; the leaders have not answered yet.")
    NO_REQUEST = "no_request", _("This request has been answered or withdrawn already.")
    QUESTIONS = "questions", _("The leaders have changed their questions. Answer them as they are now.")
    CALL_OVER = "call_over", _("This call for expressions of interest is over.")
    CALL_OPEN = "call_open", _("The call is still open: decide when everybody has had the same time.")
    CALL_RUNNING = "call_running", _("There is an open call already. Change it, or close it first.")
    CALL_PAST = "call_past", _("Choose a closing date to come.")
    SCORE = "score", _("Choose one of the scores.")
    INVITATION_OVER = "invitation_over", _("This invitation has been used, has expired or was withdrawn.")
    INVITATION_OTHER = "invitation_other", _("This invitation was sent to another address than yours.")
    NO_ADDRESS = "no_address", _("No e-mail address was found.")
    TOO_MANY = "too_many", _("These are more invitations than a group may send in a day.")
    UNKNOWN_ACCOUNT = "unknown_account", _("There is no account with this address.")
    YOURSELF = "yourself", _("Choose somebody else than yourself.")
    CLOSED = "closed", _("This discussion is closed: it can be read, but takes no more answers.")
    EMPTY = "empty", _("Write something first.")
    TOO_LONG = "too_long", _("This is too long for a post. Share it as a document instead.")
    TOO_FAST = "too_fast", _("You have written a lot in a short time. Please go on in an hour.")
    TOO_LATE = "too_late", _("A post can be changed for a day. After that, write another one.")
    STALE = "stale", _("Somebody has changed this post meanwhile. Read it again before you change it.")
    GONE = "gone", _("This post has been deleted.")
    MOVED = "moved", _("This discussion has been moved or merged meanwhile.")
    SPLIT_FIRST = "split_first", _("A discussion begins with its first post: choose a later one.")
    ITSELF = "itself", _("Choose another discussion than this one.")
    VOTE_OVER = "vote_over", _("This vote is over.")
    VOTE_WRONG = "vote_wrong", _("Choose one of the options.")
    QUOTA = "quota", _("The space of this group is used up. Remove what nobody needs, or ask the secretariat for more.")
    FILE = "file", _("This file cannot be shared.")
    FINAL = "final", _("This document is final. A leader or rapporteur can open it again.")
    LOCKED = "locked", _("Somebody else is editing this document.")
    NO_DOCUMENT = "no_document", _("This document has been deleted.")
    NAME_TAKEN = "name_taken", _("There is a folder with this name already.")
    TOO_DEEP = "too_deep", _("Folders go four levels deep. Make it further up.")
    NOT_EMPTY = "not_empty", _("This folder is not empty.")
    NO_MORE_COMMENTS = "no_more_comments", _("The time for comments is over.")
    STATE_STALE = "state_stale", _("Somebody has changed the state of this document meanwhile. Choose again.")
    DATE_PAST = "date_past", _("Choose a day from today on.")
    UNDER_WAY = "under_way", _("A ZIP file is being made for you already.")
    NOTHING_THERE = "nothing_there", _("There is nothing in it.")
    NOT_FINAL = "not_final", _("Only a final document can be published in the library.")
    REQUESTED = "requested", _("The secretariat has been asked already.")
    DECIDED = "decided", _("This request has been answered or withdrawn already.")
    MEETING_OVER = "meeting_over", _("This meeting is over.")
    MEETING_CANCELLED = "meeting_cancelled", _("This meeting has been cancelled.")
    MEETING_NOT_YET = "meeting_not_yet", _("This meeting has not begun yet.")
    MEETING_PAST = "meeting_past", _("Choose a time to come.")
    MEETING_STALE = "meeting_stale", _("Somebody has changed this meanwhile. Read it again before you change it.")
    MEETING_MOVED = "meeting_moved", _("This meeting has been moved meanwhile. See the new time, and answer again.")
    PAPERS = "papers", _("A meeting has room for 50 documents.")
    NOT_INVITED = "not_invited", _("This meeting is for those who belong to the group.")
    POLL_OVER = "poll_over", _("This date poll is closed.")
    SLOTS = "slots", _("Propose two to ten different times.")
    SLOT_GONE = "slot_gone", _("This time is not one of those that were proposed.")
    LIBRARY = "library", _("The library cannot take this document.")
    PAGE_LIVE = "page_live", _("A hidden group has no public page: unpublish it first.")


class Refused(Refusal[Reason]):
    """Something was not done; `reason` says why, `detail` adds what a form may show. Nothing has been changed."""
