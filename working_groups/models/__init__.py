"""Pages and rows of the working groups; one noun a file."""

from .call import Call, RequestScore
from .date_poll import DatePoll, DateSlot, SlotAnswer
from .document import (
    CommentMention,
    Document,
    DocumentComment,
    DocumentTag,
    DocumentText,
    DocumentVersion,
    Folder,
    FolderArchive,
    PublicationRequest,
    TaggedDocument,
)
from .group import WorkingGroup
from .group_calendar import GroupCalendar
from .group_month import GroupMonth
from .incoming import IncomingMail
from .invitation import Invitation
from .join_request import JoinRequest
from .meeting import Attendance, Meeting, MeetingAction
from .meeting_paper import MeetingPaper
from .membership import Membership
from .pages import GroupTopic, WorkingGroupIndexPage, WorkingGroupPage
from .poll import Ballot, BallotChoice, Poll, PollOption
from .post import Mention, Post, PostEdit, PostReport
from .post_mail import PostMail
from .thread import ReadMarker, Thread, ThreadFollow
from .thread_trace import ThreadTrace
from .words import DocumentWords, PostWords

__all__ = [
    "Attendance",
    "Ballot",
    "BallotChoice",
    "Call",
    "CommentMention",
    "DatePoll",
    "DateSlot",
    "Document",
    "DocumentComment",
    "DocumentTag",
    "DocumentText",
    "DocumentVersion",
    "DocumentWords",
    "Folder",
    "FolderArchive",
    "GroupCalendar",
    "GroupMonth",
    "GroupTopic",
    "IncomingMail",
    "Invitation",
    "JoinRequest",
    "Meeting",
    "MeetingAction",
    "MeetingPaper",
    "Membership",
    "Mention",
    "Poll",
    "PollOption",
    "Post",
    "PostEdit",
    "PostMail",
    "PostReport",
    "PostWords",
    "PublicationRequest",
    "ReadMarker",
    "RequestScore",
    "SlotAnswer",
    "TaggedDocument",
    "Thread",
    "ThreadFollow",
    "ThreadTrace",
    "WorkingGroup",
    "WorkingGroupIndexPage",
    "WorkingGroupPage",
]
