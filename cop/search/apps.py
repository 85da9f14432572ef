"""App configuration of the search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cop.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        # A transform of fields, letters, whose data is what: they sign up.
        from . import emails, folded, people, personal_data, roles, site_listing, subjects  # noqa: F401

        people.register()
        subjects.register()
        site_listing.register()
        roles.register()
