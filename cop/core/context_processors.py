"""What every page's frame needs to know about the site; never a query, so that cached pages stay cheap to make."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _

from cop.core import navigation, site_frame


class Site:
    """Name, address and links of the site as seen from one request."""

    name = settings.WAGTAIL_SITE_NAME

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = path = request.path
        self.canonical = f"{settings.SITE_URL}{path}"
        self.origin = settings.SITE_URL

    @property
    def place(self) -> str:
        return f"{navigation.place(self.path)} {self.path == self.search_url}"

    @property
    def footer_place(self) -> str:
        """Equal for pages whose footers look alike."""
        ours = {url for _label, url in (*self.settings.footer_links, *self.settings.legal)}
        return f"{self.place} {self.settings.version} {self.path if self.path in ours else ''}"

    @property
    def main(self) -> list[navigation.Link]:
        return navigation.links(navigation.MAIN, self.path)

    @property
    def account(self) -> list[navigation.Link]:
        return navigation.links(navigation.ACCOUNT, self.path)

    @property
    def staff(self) -> list[navigation.Link]:
        return navigation.links(navigation.STAFF, self.path)

    @property
    def footer(self) -> list[tuple]:
        """The columns that rooms have, with the secretariat's own links and legal pages."""
        columns = [
            (title, links)
            for title, links in navigation.footer(self.path)
            if title != navigation.LEGAL or not self.settings.legal
        ]
        if self.settings.footer_links:
            columns.append((_("More"), self._links(self.settings.footer_links)))
        if self.settings.legal:
            # What does something (choosing cookies) stays, whatever pages the secretariat names.
            routes = [link for link in navigation.links(navigation.LEGAL, self.path) if link.url in navigation.routes()]
            columns.append((navigation.LEGAL, [*self._links(self.settings.legal), *routes]))
        return columns

    @cached_property
    def settings(self) -> site_frame.Frame:
        """What the secretariat says for the whole site."""
        return site_frame.frame()

    @cached_property
    def announcement(self) -> site_frame.Announcement | None:
        return site_frame.announcement_for(self.request)

    def _links(self, pairs: list[tuple[str, str]]) -> list[navigation.Link]:
        return [navigation.Link(label, url, "page" if url == self.path else "", "") for label, url in pairs]

    @property
    def search_url(self) -> str:
        return _address("search")

    @property
    def suggest_url(self) -> str:
        return _address("search_suggestions")

    @property
    def my_page_url(self) -> str:
        return _address("my_page")

    @property
    def sign_in_url(self) -> str:
        return _address("account_login")

    @property
    def sign_out_url(self) -> str:
        return _address("account_logout")


def site(request: HttpRequest) -> dict[str, object]:
    """`site` in every template; the layouts say `frame`, because allauth's views have a `site` of their own."""
    found = SimpleLazyObject(lambda: Site(request))
    return {"site": found, "frame": found}


def _address(name: str) -> str:
    # A frame must render on pages served while a room is switched off: no route, no link.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
