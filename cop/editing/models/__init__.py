"""Approvals of drafts."""

from .approval import Approval

__all__ = ["Approval"]
