"""Pages and rows of the working groups; one noun a file."""

from .group import WorkingGroup
from .invitation import Invitation
from .join_request import JoinRequest
from .membership import Membership
from .pages import WorkingGroupIndexPage, WorkingGroupPage

__all__ = ["Invitation", "JoinRequest", "Membership", "WorkingGroup", "WorkingGroupIndexPage", "WorkingGroupPage"]
