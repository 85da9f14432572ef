"""Fills a copy with its first content: `manage.py seed_demo [--once] [--remove] [--reset] [--no-samples] [--force]`."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.seed import everything, pages


class Command(BaseCommand):
    """Real pages and samples; run again, it adds what is missing and changes nothing else."""

    help = "Fill the site with its first pages and with sample members, events and registrations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do nothing if the site has its pages already.")
        parser.add_argument("--remove", action="store_true", help="Remove everything marked as a sample.")
        parser.add_argument("--reset", action="store_true", help="Remove the samples and make them anew.")
        parser.add_argument(
            "--no-samples", action="store_true", help="Only the real pages: no members, no sample events."
        )
        parser.add_argument(
            "--force", action="store_true", help="Make samples although this is not a demo (DEBUG off)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            everything.remove_samples()
            self.say("Removed everything that was marked as a sample.", options)
            return
        if options["once"] and pages.is_seeded():
            return
        samples = not options["no_samples"]
        if samples and not settings.DEBUG and not options["force"]:
            raise CommandError(
                "This is not a demo (DEBUG is off): sample accounts have a password that everybody knows. "
                "Use --no-samples for the real pages only, or --force."
            )
        if options["reset"]:
            everything.remove_samples()
        everything.make_all(samples=samples)
        # The worker would do this page by page; a site that has just been made should be found at once.
        call_command("update_index", verbosity=0)
        call_command("rebuild_public_words", verbosity=0)
        self.say("The site has its first content.", options)

    def say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
