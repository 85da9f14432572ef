"""Takes old material into the library: `manage.py import_resources SHEET [--files FOLDER_OR_ZIP] [--dry-run]`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cop.members.models import User
from resources.choices import ImportOutcome
from resources.refusals import Refused
from resources.services.import_desk import desk_for
from resources.services.import_files import Folder, Packed, Source
from resources.services.import_rows import Result, count, take
from resources.services.import_sheets import LARGEST, heading_of


class Command(BaseCommand):
    """Run again with the same keys, it makes nothing twice."""

    help = "Take presentations and other old material into the library, from a sheet and a folder or ZIP file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sheet", type=Path, help="CSV or XLSX; the columns are described in the admin.")
        parser.add_argument("--files", type=Path, help="The folder or ZIP file with the files that the sheet names.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would become of each row.")
        parser.add_argument("--by", metavar="EMAIL", help="In whose name; without it the first administrator's.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.take_all(options)
        except (Refused, OSError) as problem:
            raise CommandError(str(problem)) from problem

    def take_all(self, options: dict[str, Any]) -> None:
        with options["sheet"].open("rb") as sheet:
            content = sheet.read(LARGEST + 1)
        with ExitStack() as stack:
            source = self.source(options["files"], stack)
            desk = desk_for(actor=self.actor(options["by"]), content=content, source=source)
            for heading in desk.sheet.unknown:
                self.stderr.write(f"The column “{heading}” is not known and left out.")
            results = []
            for row in desk.sheet.rows:
                results.append(take(row, desk, rehearsal=options["dry_run"]))
                self.tell(results[-1])
        numbers = count(results)
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(would + ", ".join(f"{numbers[each]} {each.label}" for each in ImportOutcome) + ".")
        if numbers[ImportOutcome.REFUSED]:
            raise CommandError("Some rows were refused; the others are not affected.", returncode=2)

    @staticmethod
    def source(path: Path | None, stack: ExitStack) -> Source | None:
        if path is None:
            return None
        return Folder(path) if path.is_dir() else Packed(stack.enter_context(path.open("rb")))

    @staticmethod
    def actor(email: str | None) -> User:
        people = User.objects.filter(is_active=True)
        found = people.filter(email__iexact=email) if email else people.filter(is_superuser=True).order_by("pk")
        actor = found.first()
        if actor is None:
            raise CommandError("There is no such account." if email else "There is no administrator.")
        return actor

    def tell(self, result: Result) -> None:
        if result.words or result.outcome == ImportOutcome.REFUSED:
            words = "; ".join(f"{heading_of(name)}: {text}" if name else text for name, text in result.words)
            self.stdout.write(f"Row {result.row.number}, {result.outcome.label}: {words}")
