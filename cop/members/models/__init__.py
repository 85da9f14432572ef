"""Accounts, profiles, organisations, letters between members."""

from .contact import ContactBlock, ContactMessage
from .organisation import Organisation
from .profile import Profile, ProfileTopic
from .user import User

__all__ = ["ContactBlock", "ContactMessage", "Organisation", "Profile", "ProfileTopic", "User"]
