"""allauth's adapters: letters through the outbox, rules of this house."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of an identity provider."""
