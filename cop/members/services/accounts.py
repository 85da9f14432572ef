"""Opening accounts and confirming their addresses."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from ..models import Profile, User


def open_account(*, email: str, name: str = "") -> User:
    """Make an account for an address whose owner has just proved to read its mail; without a password.

    Two windows at the same moment end in one account: the second call returns the first one's.
    """
    email = email.strip().lower()
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name)
            confirm_address(user=user, email=email)
            return user
    except IntegrityError:
        return User.objects.get(email=email)


def confirm_address(*, user: User, email: str) -> EmailAddress:
    """Note that `user` reads mail at `email`: a code sent there came back. Their first address becomes the main one."""
    email = email.strip().lower()
    address, created = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"verified": True, "primary": user.email == email}
    )
    if not created and not address.verified:
        address.verified = True
        address.primary = address.primary or user.email == email
        address.save(update_fields=["verified", "primary"])
    return address


def ensure_profile(*, user: User) -> Profile:
    """Accounts made by an identity provider or by staff get their empty profile here."""
    profile, _created = Profile.objects.get_or_create(user=user)
    return profile
