"""App configuration of the home room: its pages in the menus."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        from cop.core import navigation, sitemap, whats_new
        from cop.members import requests
        from cop.privacy import terms_doors
        from cop.search.registry import register_page

        from . import emails, fragments, personal_data, roles  # noqa: F401 - they sign up what they hold
        from .models import StandardPage
        from .selectors.home_page import past_events_for

        terms_doors.ask_at("my_page")
        register_page(StandardPage, key="pages", label=_("Pages"), order=40)
        roles.register()
        requests.register(personal_data.asked_by)
        # Public pages that are neither Wagtail's nor a room's list.
        sitemap.register("fixed", lambda: [sitemap.Entry(reverse(name)) for name in ("cookies", "retention")])

        # As long as no room has news, what has been stands on the home page.
        whats_new.register(
            "past_events",
            title=_("From the community"),
            more_label=_("All past events"),
            more_url="/events/?past=1",
            find=past_events_for,
            order=900,
        )

        # Main menu. Addresses of pages that editors own are written down here, because a menu must cost no statement;
        # moving one of these pages leaves a redirect.
        navigation.register(label=_("Events"), url_name="event_index", order=10)
        navigation.register(label=_("Working groups"), path="/working-groups/", order=20)
        navigation.register(label=_("Observatory"), path="/observatory/", order=40)
        navigation.register(label=_("Support"), path="/support/", order=50)
        navigation.register(label=_("About"), path="/about/", order=70)

        community, knowledge, site = _("Community"), _("Knowledge"), navigation.LEGAL
        navigation.register(menu=community, label=_("Events"), url_name="event_index", order=10)
        navigation.register(menu=community, label=_("Working groups"), path="/working-groups/", order=11)
        navigation.register(menu=community, label=_("Targeted support"), path="/support/", order=12)
        navigation.register(menu=community, label=_("Secretariat and partners"), path="/about/secretariat/", order=13)
        navigation.register(menu=community, label=_("Contact"), path="/contact/", order=14)
        navigation.register(menu=knowledge, label=_("What smart specialisation is"), path="/about/s3/", order=20)
        navigation.register(menu=knowledge, label=_("S3 Observatory"), path="/observatory/", order=22)
        navigation.register(menu=knowledge, label=_("For programs"), url_name="api", order=23)
        navigation.register(menu=site, label=_("Privacy"), path="/privacy/", order=30)
        navigation.register(menu=site, label=_("Cookie settings"), url_name="cookies", order=31)
        navigation.register(menu=site, label=_("Accessibility"), path="/accessibility/", order=32)
        navigation.register(menu=site, label=_("Terms of use"), path="/terms/", order=33)
