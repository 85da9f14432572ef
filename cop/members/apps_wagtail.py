"""Wagtail's app for users and groups, with our forms and stricter rights."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    group_viewset = "cop.members.viewsets.members.GroupViewSet"
    user_viewset = "cop.members.viewsets.members.MemberViewSet"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from .permission_policies import AdministratorsOnlyPolicy

        register_permission_policy(get_user_model())
        register_permission_policy(Group, AdministratorsOnlyPolicy(Group))
