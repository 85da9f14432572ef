"""App configuration of privacy."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "cop.privacy"
    label = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        from cop.core import rendered_docs

        from . import clock, emails, retention  # noqa: F401  (register the clock's tasks and the letters)
        from .handlers import admin, letters, rights, sign_in  # noqa: F401  (register whose data is what)

        rendered_docs.register("retention.md", retention.as_markdown)
