"""Wagtail's actions on many accounts at once, closed: each would pass by the rules about who may change whom."""

from typing import Any

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction


class _Closed:
    def check_perm(self, obj: Any) -> bool:
        return False


class NoAssignRole(_Closed, AssignRoleBulkAction):
    pass


class NoDelete(_Closed, DeleteBulkAction):
    pass


class NoSetActiveState(_Closed, SetActiveStateBulkAction):
    pass
