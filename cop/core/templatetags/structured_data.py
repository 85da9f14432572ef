"""Tags for what pages say to search engines."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cop.core import structured

register = template.Library()


@register.simple_tag
def website_data() -> SafeString:
    """The site, its search, and who stands behind it: on the home page."""
    return structured.website()


@register.simple_tag
def breadcrumb_data(trail: Any, current: Any, address: str) -> SafeString:
    """The way to this page; `address` is the page's own, whole."""
    return structured.breadcrumbs(trail, current, address)
