"""What the core does in Wagtail: the page cache is told, links in texts cost one statement, people and partners."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet

from cop.core import page_cache
from cop.core.addresses import address_of

from .viewsets import PresentedGroup

register_snippet(PresentedGroup)


@hooks.register("before_serve_page")
def tag_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Wagtail pages may be kept; a page that shows more than itself adds tags of its own."""
    page_cache.tag(request, f"page:{page.pk}")


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_delete_snippet")
def drop_pages_after_snippet(request: HttpRequest, instance: Any) -> None:
    """Snippets (sessions, speakers, organisations …) stand on any page; editors change them rarely."""
    page_cache.touch("site")


class OneStatementLinks(PageLinkHandler):
    """Links to pages from their bare rows; Wagtail's own asks once more for each type of page."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        wanted = {attrs["id"] for attrs in attrs_list if str(attrs.get("id", "")).isdecimal()}
        pages = Page.objects.filter(pk__in=wanted, live=True).only("pk", "url_path")
        addresses = {str(page.pk): address_of(page) for page in pages}
        # A link to a page that is gone stays as words.
        return [
            format_html('<a href="{}">', addresses[attrs["id"]]) if attrs.get("id") in addresses else "<a>"
            for attrs in attrs_list
        ]


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    """After Wagtail's own, whose place it takes."""
    features.register_link_type(OneStatementLinks)
