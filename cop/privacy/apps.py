"""App configuration of privacy."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "cop.privacy"
    label = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        from cop.core import rendered_docs

        # They register the clock, the letters, what Django, Wagtail and we ourselves set, and whose data is what.
        from . import clock, emails, fragments, kept_files, platform_cookies, retention, roles  # noqa: F401
        from .handlers import admin, choices, letters, rights, sign_in  # noqa: F401

        rendered_docs.register("retention.md", retention.as_markdown)
        roles.register()
        post_migrate.connect(write_cookies, sender=self, dispatch_uid="privacy.write_cookies")


def write_cookies(**kwargs: Any) -> None:
    """After migrating: the list holds what the platform sets. (Migrating back to nothing leaves no list.)"""
    from .services.cookies import write_declared_cookies

    # Emptying a database (`flush`) ends here too, and says nothing of a state.
    if "cookie" in kwargs.get("apps", apps).all_models["privacy"]:
        write_declared_cookies()
