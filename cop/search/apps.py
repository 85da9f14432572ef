"""App configuration of the search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cop.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from . import folded, people  # noqa: F401 – a transform of fields signs up

        people.register()
