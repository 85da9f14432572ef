"""Accounts, profiles, organisations, letters between members."""

from .contact import ContactBlock, MemberLetter
from .organisation import Organisation
from .profile import Profile, ProfileTopic
from .user import User

__all__ = ["ContactBlock", "MemberLetter", "Organisation", "Profile", "ProfileTopic", "User"]
