"""Brings the index of posts and documents in line with them: `manage.py mend_search_index`."""

from typing import Any

from django.core.management import BaseCommand

from cop.search.indexes import mend_all


class Command(BaseCommand):
    help = "Compare posts, documents and library files with the search index; mend what differs. Pages: update_index."

    def handle(self, *args: Any, **options: Any) -> None:
        for key, number in mend_all(thorough=True).items():
            self.stdout.write(f"{key}: {number} mended")
