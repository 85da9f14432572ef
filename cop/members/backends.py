"""Who is logged in: the account with its profile, in one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from cop.core.prepared import prepared

from .models import User


class MemberBackend(AuthenticationBackend):
    """allauth's backend; the account comes with profile and organisation, so that a page needs no second look."""

    def get_user(self, user_id: int) -> User | None:
        """The active account with this id."""
        user = next(iter(_account(int(user_id))), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@prepared
def _account(user_id: int) -> QuerySet[User]:
    return User.objects.select_related("profile__organisation").filter(pk=user_id)
