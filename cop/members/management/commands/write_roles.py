"""Writes the table of roles into the database: `manage.py write_roles`; run again, it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cop.members.services import role_table


class Command(BaseCommand):
    """Also done after every `migrate`; needed by hand only where somebody has changed a role's group."""

    help = "Give the groups of the roles exactly the rights of docs/permissions.md."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = role_table.write_roles()
        if options["verbosity"]:
            self.stdout.write("\n".join(changes) or "The roles were as they should be.")
        if unknown := role_table.unknown_permissions():
            raise CommandError(f"The table names permissions that do not exist: {', '.join(unknown)}")
