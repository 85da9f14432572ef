"""Writes the table of roles (cop.core.roles) into groups, page rights, collections and the moderation of pages."""

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cop.core import roles
from cop.core.roles import Role

WORKFLOW = "Moderators approval"
TABLES = {"auth_group", "auth_permission", "wagtailcore_page", "wagtailcore_collection", "wagtailcore_workflowpage"}

Known = dict[tuple[str, str], Permission]
# A part of the tree, or a collection, with a permission.
Pairs = set[tuple[int, int]]
Wanted = dict[tuple[int, int], str]


def tables_exist() -> bool:
    """Is there anything to write into? Not while somebody migrates one app of an empty database."""
    return set(connection.introspection.table_names()) >= TABLES


@transaction.atomic
def write_roles() -> list[str]:
    """Give each role's group exactly what the table says; returns what was changed, in words.

    What administrators changed by hand in these groups is set right; groups of other names are left alone. What does
    not exist yet (a part of the tree, the rights of a room that is not migrated) is left out, and comes with the next
    call. A second call changes nothing.
    """
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    changes: list[str] = []
    for role in Role:
        group, made = Group.objects.get_or_create(name=role.value)
        if made:
            changes.append(f"{role.value}: made")
        changes += _write_permissions(role, group, known)
        changes += _write_pages(role, group, known)
        changes += _write_collections(role, group, known)
    changes += _write_moderation()
    return changes + [line for set_up in roles.set_ups() for line in set_up()]


def unknown_permissions() -> list[str]:
    """Permissions that the table names and the database does not have: a wrong word, once everything is migrated."""
    named = {permission for right in roles.rights() for permission in right.permissions}
    found = {".".join(pair) for pair in Permission.objects.values_list("content_type__app_label", "codename")}
    return sorted(named - found)


def _write_permissions(role: Role, group: Group, known: Known) -> list[str]:
    pairs = [permission.partition(".") for right in roles.rights(role) for permission in right.permissions]
    wanted = {known[app, name].pk: f"{app}.{name}" for app, _dot, name in pairs if (app, name) in known}
    given = {permission.pk: permission for permission in group.permissions.select_related("content_type")}
    new, old = wanted.keys() - given.keys(), given.keys() - wanted.keys()
    group.permissions.add(*new)
    group.permissions.remove(*old)
    return [
        *(f"{role.value}: + {wanted[pk]}" for pk in sorted(new)),
        *(f"{role.value}: - {given[pk].content_type.app_label}.{given[pk].codename}" for pk in sorted(old)),
    ]


def _write_pages(role: Role, group: Group, known: Known) -> list[str]:
    wanted: Wanted = {}
    for right in roles.rights(role):
        top = right.place.find() if right.place else None
        if top is None:
            continue
        for action in right.pages:
            wanted[top.pk, known["wagtailcore", f"{action}_page"].pk] = f"{action} below “{top.title}”"
    given = GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id")
    new, old = wanted.keys() - set(given), set(given) - wanted.keys()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission) for page, permission in sorted(new)
    )
    for page, permission in old:
        GroupPagePermission.objects.filter(group=group, page_id=page, permission_id=permission).delete()
    return _in_words(role, wanted, new, old, known)


def _write_collections(role: Role, group: Group, known: Known) -> list[str]:
    wanted: Wanted = {}
    for right in roles.rights(role):
        top = right.shelf.find() if right.shelf else None
        if top is None:
            continue
        for app, kind, actions in (
            ("wagtailimages", "image", right.images),
            ("wagtaildocs", "document", right.documents),
        ):
            for action in actions:
                wanted[top.pk, known[app, f"{action}_{kind}"].pk] = f"{action} {kind}s in “{top.name}”"
    given = GroupCollectionPermission.objects.filter(group=group).values_list("collection_id", "permission_id")
    new, old = wanted.keys() - set(given), set(given) - wanted.keys()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=shelf, permission_id=permission)
        for shelf, permission in sorted(new)
    )
    for shelf, permission in old:
        GroupCollectionPermission.objects.filter(group=group, collection_id=shelf, permission_id=permission).delete()
    return _in_words(role, wanted, new, old, known)


def _in_words(role: Role, wanted: Wanted, new: Pairs, old: Pairs, known: Known) -> list[str]:
    names = {permission.pk: permission.codename for permission in known.values()}
    return [
        *(f"{role.value}: + {wanted[pair]}" for pair in sorted(new)),
        *(f"{role.value}: - {names[permission]} at {place}" for place, permission in sorted(old)),
    ]


def _write_moderation() -> list[str]:
    """What editors submit goes to the moderators, on every page that has no other workflow of its own."""
    root = Page.objects.filter(depth=1).first()
    if root is None or WorkflowPage.objects.filter(page=root).exists():
        return []
    task, _made = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=Role.MODERATOR.value))
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.create(workflow=workflow, page=root)
    return [f"{WORKFLOW}: set up for all pages"]
