"""Where a standard page stands: what is above, beside and below it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cop.core import pictures
from cop.core.addresses import HOME_DEPTH, address_of
from cop.core.body import page_body
from cop.core.models import live_pages_visible_to

from ..models import StandardPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User

    Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Surroundings:
    """Where a standard page stands: above it, beside it, below it."""

    trail: list[tuple[str | Promise, str]]
    section: list[dict]
    section_title: str
    children: list[dict]
    below: list[dict]


def standard_page_content(page: StandardPage, user: "Viewer") -> dict[str, Any]:
    """All that a standard page shows. Statements: where it stands, and one for each kind of thing in its blocks."""
    body = page_body(page.body, user)
    picture = page.picture
    image = picture or body.share_picture
    if image is not None and picture is not None:
        pictures.fetch([(picture, pictures.CARD), (picture, pictures.SHARE)])
    return {
        "surroundings": surroundings_of(page, user),
        "body": body,
        "picture": pictures.html(picture, pictures.CARD, alt="", first=True),
        "share_picture": pictures.url(image),
    }


def surroundings_of(page: StandardPage, user: "Viewer") -> Surroundings:
    """Ancestors, the pages of the same section and those below; one statement."""
    step = Page.steplen
    above = [page.path[: step * depth] for depth in range(HOME_DEPTH + 1, page.depth)]
    top = page.path[: step * (HOME_DEPTH + 1)]
    wanted = Q(path__in=[*above, top]) | Q(path__startswith=page.path, depth=page.depth + 1)
    if page.depth > HOME_DEPTH + 1:
        wanted |= Q(path__startswith=page.path[:-step], depth=page.depth)
    # What may stand here are pages of this room; each keeps its summary in the row of its own type.
    words = Coalesce("standardpage__summary", "contactpage__summary", Value(""))
    pages = live_pages_visible_to(Page.objects.filter(wanted), user)
    rows = list(pages.annotate(words=words).only("pk", "path", "depth", "title", "url_path").order_by("path"))
    siblings = [row for row in rows if row.depth == page.depth and row.depth > HOME_DEPTH + 1]
    children = [row for row in rows if row.depth == page.depth + 1]
    parent = next((row for row in rows if page.depth > HOME_DEPTH + 1 and row.path == page.path[:-step]), None)
    shown = siblings if parent else children
    return Surroundings(
        trail=[(_("Home"), "/"), *((row.title, address_of(row)) for row in rows if row.path in above)],
        section=[{"title": row.title, "url": address_of(row), "current": row.pk == page.pk} for row in shown],
        section_title=parent.title if parent else page.title,
        children=[{"title": row.title, "url": address_of(row)} for row in children] if parent else [],
        below=[{"title": row.title, "url": address_of(row), "summary": row.words} for row in children],
    )
