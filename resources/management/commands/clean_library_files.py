"""Takes notes and comments out of files of the library: `manage.py clean_library_files [--before DAY] [--dry-run]`."""

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources.choices import CleaningOutcome
from resources.models import FileVersion
from resources.services import clean_up

TO_SEE_TO = (CleaningOutcome.LEFT, CleaningOutcome.FAILED, CleaningOutcome.LOST)


class Command(BaseCommand):
    """One file at a time; run again, it goes on where it was. Ends with 1 where somebody has to see to a file."""

    help = "Take notes of the speaker and comments out of files of the library that came before this was done to all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Look through all, say what would be, write nothing."
        )
        parser.add_argument(
            "--before",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="Only files added before this day: since then editors have decided about each.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["before"]
        before = timezone.make_aware(datetime.combine(day, time.min)) if day else None
        found: Counter[CleaningOutcome] = Counter()
        for pk in clean_up.waiting(before=before):
            version = FileVersion.objects.select_related("file__resource").filter(pk=pk).first()
            if version is None:
                continue
            outcome = clean_up.clean_up(version, is_rehearsal=options["dry_run"])
            found[outcome] += 1
            if outcome != CleaningOutcome.CLEAN:
                file = version.file
                self.stdout.write(f"{file.resource.get_absolute_url()} · {file.title}: {outcome.label}")
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(would + ", ".join(f"{found[each]} {each.label}" for each in CleaningOutcome) + ".")
        if any(found[each] for each in TO_SEE_TO):
            raise CommandError("Not all files could be cleaned; they are named above.")
