"""Makes the words of “did you mean” and the suggestions anew: `manage.py rebuild_public_words`."""

from typing import Any

from django.core.management import BaseCommand

from cop.search.services import public_words, titles


class Command(BaseCommand):
    help = "Make words for “did you mean” and suggested titles anew from what everybody may read, as the clock does."

    def handle(self, *args: Any, **options: Any) -> None:
        number = public_words.rebuild()
        titles.mend()
        if options["verbosity"]:
            self.stdout.write(f"{number} words.")
