"""Fixed words of the news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """News says what happened; an article explains."""

    NEWS = "news", _("News")
    ARTICLE = "article", _("Article")
