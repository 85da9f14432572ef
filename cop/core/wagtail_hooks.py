"""What every Wagtail page and snippet does for the page cache."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cop.core import page_cache


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
