"""App configuration of the core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cop.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from django.urls import reverse

        from cop.core import checks, invalidation, sitemap  # noqa: F401
        from cop.core.models import BasePage
        from cop.core.page_care import BasePageForm

        # Forms stand above models, so the page cannot name its own.
        BasePage.base_form_class = BasePageForm

        invalidation.connect()
        sitemap.register("api", lambda: [sitemap.Entry(reverse("api"))])
