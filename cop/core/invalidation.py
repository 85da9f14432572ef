"""Which acts of Wagtail drop kept pages: publishing, moving, deleting, restricting, settings, pictures."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction, Site

from cop.core.page_cache import touch

# Rows whose every change may show on any page. Our own models are not among them: their services call `touch`.
SHOWN_EVERYWHERE = (
    Site,
    Redirect,
    PageViewRestriction,
    BaseSiteSetting,
    BaseGenericSetting,
    AbstractDocument,
    AbstractImage,
)


def drop_everything(sender: Any, **kwargs: Any) -> None:
    from cop.core import site_frame

    touch("site")
    # Its links lead to pages, which may have moved.
    site_frame.forget()


def connect() -> None:
    """Called once, when the apps are ready."""
    page_signals = (
        signals.page_published,
        signals.page_unpublished,
        signals.page_slug_changed,
        signals.post_page_move,
        signals.published,
        signals.unpublished,
    )
    for signal in page_signals:
        signal.connect(drop_everything, dispatch_uid="page-cache")
    post_delete.connect(drop_everything, sender=Page, dispatch_uid="page-cache")
    for model in apps.get_models():
        if issubclass(model, SHOWN_EVERYWHERE):
            post_save.connect(drop_everything, sender=model, dispatch_uid="page-cache")
            post_delete.connect(drop_everything, sender=model, dispatch_uid="page-cache")
