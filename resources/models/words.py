"""The words of files, as the search index keeps them; made by `services.indexing` alone."""

from django.db import models

from cop.search.row_index import RowWords

from .files import FileText


class FileWords(RowWords):
    """Of a page of a present version, of a resource that everybody may read."""

    page = models.OneToOneField(FileText, on_delete=models.CASCADE, primary_key=True, related_name="search_words")

    def __str__(self) -> str:
        return str(self.page_id)
