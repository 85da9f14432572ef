"""Approvals of drafts; pictures that are ornaments."""

from .approval import Approval
from .picture import DecorativePicture

__all__ = ["Approval", "DecorativePicture"]
