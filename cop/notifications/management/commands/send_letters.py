"""`manage.py send_letters`: send what is due and end; for hosts that have cron but no worker."""

from typing import Any

from django.core.management.base import BaseCommand

from cop.notifications.services import delivery


class Command(BaseCommand):
    help = "Sends every letter that is due, once, and prints how many the mail server took."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = delivery.deliver_due()
        if options["verbosity"]:
            self.stdout.write(f"{sent} letters sent.")
