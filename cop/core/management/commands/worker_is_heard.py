"""Ends with 0 if the worker has run the clock's heartbeat lately: the worker's health check in compose.yaml."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cop.core.health import worker_is_heard


class Command(BaseCommand):
    """One question to the database."""

    help = "Fail if no worker has given a sign of life for three minutes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not worker_is_heard():
            raise CommandError("No worker has been heard for three minutes.")
