"""The group of people who manage registrations."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

GROUP = "Event managers"
# What `can_manage_registrations` asks, the letters (for who says "I got none"), and the door to the admin.
RIGHTS = (("events", "change_registration"), ("notifications", "view_letter"), ("wagtailadmin", "access_admin"))


@transaction.atomic
def ensure_event_managers() -> Group | None:
    """Make the group with exactly its rights, once. One that is there stays as administrators have left it.

    Returns None while its rights do not exist yet (half-way through a first migration).
    """
    if group := Group.objects.filter(name=GROUP).first():
        return group
    rights = [
        right
        for app, codename in RIGHTS
        for right in Permission.objects.filter(content_type__app_label=app, codename=codename)
    ]
    if len(rights) < len(RIGHTS):
        return None
    group = Group.objects.create(name=GROUP)
    group.permissions.set(rights)
    return group
