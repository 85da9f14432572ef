"""Serving Wagtail pages in one statement instead of one a level; what is not plain goes Wagtail's own way.

Plain is: one site, the address of a published page, and a visitor who may read it. Everything else (drafts, view
restrictions that ask for a log-in, pages with routes of their own, several sites) is left to `wagtail.views.serve`.
"""

from collections.abc import Iterator
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from wagtail import hooks, views
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site
from wagtail.wagtail_hooks import check_view_restrictions

from cop.core.addresses import HOME_DEPTH
from cop.core.models import live_pages_visible_to
from cop.core.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The view for every address that no room has taken."""
    page = find_page(path, request.user)
    if page is None or isinstance(page, RoutablePageMixin):
        return views.serve(request, path)
    for before in hooks.get_hooks("before_serve_page"):
        response = before(page, request, [], {})
        if isinstance(response, HttpResponse):
            return response
    # Wagtail's own check would ask the database once more what `find_page` has asked already.
    around = [hook for hook in reversed(hooks.get_hooks("on_serve_page")) if hook is not check_view_restrictions]
    chain = reduce(lambda inner, hook: hook(inner), around, views.serve_chain)
    return chain(page, request, [], {})


def find_page(path: str, user: "User | AnonymousUser") -> Page | None:
    """The page at this address with all its own fields, if `user` may read it; one statement."""
    segments = [segment for segment in path.split("/") if segment]
    rest = "".join(f"{segment}/" for segment in segments)
    found = next(iter(_pages_at(user, HOME_DEPTH + len(segments), rest, segments[-1] if segments else None)), None)
    return own(found) if found else None


@prepared
def _pages_at(user: "User | AnonymousUser", depth: int, rest: str, slug: str | None) -> QuerySet[Page]:
    root = Site.objects.filter(is_default_site=True).order_by().values("root_page__url_path")[:1]
    pages: QuerySet[Page] = Page.objects.filter(
        ~Exists(Site.objects.filter(is_default_site=False)),
        depth=depth,
        url_path=Concat(Subquery(root), Value(rest)),
    )
    if slug is not None:
        # The only one of these columns that has an index.
        pages = pages.filter(slug=slug)
    return with_own_fields(live_pages_visible_to(pages, user)).order_by()


def with_own_fields(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The same pages, each with the row of its own type; `own` gives them. One statement, whatever the types."""
    return pages.select_related(*_kinds().values())


def own(page: Page) -> Page | None:
    """A page from `with_own_fields` as what it is; None for a bare page, which has no template."""
    path = _kinds().get(page.specific_class)
    return reduce(getattr, path.split("__"), page) if path else None


@cache
def _kinds() -> dict[type[Page], str]:
    """Each page type with the way to its row from the row of `Page`; a type below another one has a row in between."""
    return dict(_rows_beside(Page, ""))


def _rows_beside(model: type[Page], way: str) -> Iterator[tuple[type[Page], str]]:
    for relation in model._meta.related_objects:
        is_row = relation.one_to_one and getattr(relation.field.remote_field, "parent_link", False)
        # Types below see the relations of those above, too.
        if is_row and relation.model is model:
            yield relation.related_model, way + relation.name
            yield from _rows_beside(relation.related_model, f"{way}{relation.name}__")


def routes() -> list[Any]:
    """Wagtail's routes, with ours in the place of its last one."""
    from django.urls import re_path
    from wagtail.urls import serve_pattern, urlpatterns

    ours = re_path(serve_pattern, serve, name="wagtail_serve")
    return [*(route for route in urlpatterns if getattr(route, "name", "") != "wagtail_serve"), ours]
