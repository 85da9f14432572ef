"""Tells who may log in to the demo and where it is: `manage.py demo_banner`, the last words of `make run`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import NoReverseMatch, reverse

from home.seed.accounts import DEMO_ACCOUNTS


class Command(BaseCommand):
    """Address, accounts, letters."""

    help = "Print the address of the demo, its accounts, and where its letters are read."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(email) for email, _, _ in DEMO_ACCOUNTS)
        lines = [
            "",
            f"  The site       {settings.SITE_URL}/",
            f"  Its editors'   {settings.SITE_URL}/admin/",
        ]
        if letters := self.address("notifications:dev_letters"):
            lines.append(f"  Its letters    {letters}   (nothing leaves this machine)")
        lines += ["", "  Demo accounts; log in with the password, or with the code that is sent as a letter:"]
        lines += [f"    {email:<{width}}  {password}  {what}" for email, password, what in DEMO_ACCOUNTS]
        lines += ["", "  Stop with Ctrl-C.", ""]
        self.stdout.write("\n".join(lines))

    @staticmethod
    def address(name: str) -> str:
        """The page of the letters exists only in development."""
        try:
            return settings.SITE_URL + reverse(name)
        except NoReverseMatch:
            return ""
