"""Rights in the Wagtail admin that amount to being an administrator belong to administrators (traps.md no. 11)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class AdministratorsOnlyPolicy(ModelPermissionPolicy):
    """Whoever may change a group may give it every right, and then join it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return self.user_has_permission(user, "")

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        return get_user_model().objects.filter(is_active=True, is_superuser=True)
