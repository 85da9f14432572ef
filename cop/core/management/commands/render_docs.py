"""Writes the pages of docs/ that are rendered from code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cop.core import rendered_docs


class Command(BaseCommand):
    """`render_docs` writes, `render_docs --check` only compares."""

    help = "Render the pages of docs/ that come from code; --check fails if one is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail if a page is out of date.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        changed = rendered_docs.stale() if check else rendered_docs.write()
        if check and changed:
            raise CommandError(f"Out of date: {', '.join(changed)}. Run manage.py render_docs.")
        for name in changed:
            self.stdout.write(f"docs/{name}")
