"""Makes the words of “did you mean” and the suggestions anew: `manage.py rebuild_public_words`."""

from typing import Any

from django.core.management import BaseCommand

from cop.search.services import public_words


class Command(BaseCommand):
    help = "Make the words for “did you mean” anew from what everybody may read. The clock does so each night."

    def handle(self, *args: Any, **options: Any) -> None:
        number = public_words.rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{number} words.")
