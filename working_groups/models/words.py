"""The words of posts and of documents, as the search index keeps them; made by `services.indexing` alone."""

from django.db import models

from cop.search.row_index import RowWords

from .document import DocumentText
from .post import Post


class PostWords(RowWords):
    """Of a post that readers may see. The first one of a thread bears its title, the others hold it in their text."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="search_words")

    def __str__(self) -> str:
        return str(self.post_id)


class DocumentWords(RowWords):
    """Of a page of the present version of a document; page 0 bears its name."""

    page = models.OneToOneField(DocumentText, on_delete=models.CASCADE, primary_key=True, related_name="search_words")

    def __str__(self) -> str:
        return str(self.page_id)
