"""Accounts, profiles, organisations."""

from .organisation import Organisation
from .profile import Profile, ProfileTopic
from .user import User

__all__ = ["Organisation", "Profile", "ProfileTopic", "User"]
