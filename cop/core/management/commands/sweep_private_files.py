"""Remove private files that no row names; the clock does it every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cop.core.files import orphans


class Command(BaseCommand):
    """One line a file, and how many there were."""

    help = "Remove files of the private storage that no row names and that are older than a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and remove nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphans.sweep(is_rehearsal=options["dry_run"])
        for path in found:
            self.stdout.write(path)
        self.stdout.write(f"{len(found)} files.")
