"""Addresses of pages from their own rows, so that a list of links costs no statement."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page

# The home page stands right below the invisible root of the tree.
HOME_DEPTH = 2


def address_of(page: "Page") -> str:
    """A page's address on the site: what Wagtail keeps as "/home/about/" is served at "/about/"."""
    return "/" + page.url_path.lstrip("/").partition("/")[2]
