"""Fixed words of the news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """News says what happened; an article explains."""

    NEWS = "news", _("News")
    ARTICLE = "article", _("Article")


class IssueState(models.TextChoices):
    """Where an issue of the newsletter is on its way."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Stopped")
