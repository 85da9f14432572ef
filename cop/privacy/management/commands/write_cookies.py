"""Writes what the code declares into the cookie list: `manage.py write_cookies`; also runs after `migrate`."""

from typing import Any

from django.core.management.base import BaseCommand

from cop.privacy.services.cookies import write_declared_cookies


class Command(BaseCommand):
    """Run again, it changes nothing."""

    help = "Write the cookies that the platform itself sets into the list that visitors read."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = write_declared_cookies()
        self.stdout.write(f"{changed} entries of the cookie list changed.")
