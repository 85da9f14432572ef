"""Pages and rows of the working groups; one noun a file."""

from .group import WorkingGroup
from .membership import Membership
from .pages import WorkingGroupIndexPage, WorkingGroupPage

__all__ = ["Membership", "WorkingGroup", "WorkingGroupIndexPage", "WorkingGroupPage"]
