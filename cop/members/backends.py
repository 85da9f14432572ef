"""Who is logged in: the account with its profile, in one statement."""

from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class MemberBackend(AuthenticationBackend):
    """allauth's backend; the account comes with profile and organisation, so that a page needs no second look."""

    def get_user(self, user_id: int) -> User | None:
        """The active account with this id."""
        user = User.objects.select_related("profile__organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
