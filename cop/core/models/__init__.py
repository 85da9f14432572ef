"""Models of the core: the base of every page, and what stands on many pages: people, organisations; settings."""

from .pages import BasePage, live_pages_visible_to, pages_open_to
from .people import Partner, Person
from .site_settings import SiteSettings

__all__ = ["BasePage", "Partner", "Person", "SiteSettings", "live_pages_visible_to", "pages_open_to"]
