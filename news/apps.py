"""App configuration of the news."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "News"

    def ready(self) -> None:
        """Pages sign up with search, menus and the rooms that point to them."""
        from wagtail.images import get_image_model
        from wagtail.signals import page_published

        from cop.core import navigation, sitemap, whats_new

        from . import api, emails, gathering, log_actions, personal_data, roles, search  # noqa: F401
        from .forms.pages import ArticlePageForm
        from .models import ArticlePage
        from .selectors import newsletter
        from .selectors.listing import latest_for

        # Forms stand above models, so the page cannot name its own.
        ArticlePage.base_form_class = ArticlePageForm
        search.register()
        gathering.register_source()
        api.register_collection()
        roles.register()
        sitemap.register("newsletter", newsletter.addresses)
        whats_new.register(
            "news",
            title=_("What’s new?"),
            more_label=_("All news"),
            more_url="/news/",
            find=latest_for,
            order=100,
        )
        navigation.register(label=_("News"), url_name="news_index", order=60)
        navigation.register(menu=_("Community"), label=_("News"), url_name="news_index", order=14)
        navigation.register(menu=_("Community"), label=_("Newsletter"), url_name="newsletter", order=15)
        navigation.register(
            menu=navigation.ACCOUNT, label=_("Newsletter"), url_name="my_newsletter", order=60, icon="mail"
        )
        page_published.connect(_published, sender=ArticlePage, dispatch_uid="news.published")
        post_save.connect(_picture_saved, sender=get_image_model(), dispatch_uid="news.picture_saved")


def _published(instance: Any, **kwargs: Any) -> None:
    from .services.pictures import ask_for_pictures

    ask_for_pictures(instance)


def _picture_saved(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    from .services.pictures import ask_after_change

    # Nobody shows a new one yet.
    if not created and not raw:
        ask_after_change(instance)
