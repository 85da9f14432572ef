"""The search page as a list whose searches can be saved: words, and perhaps one kind of page."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import registry
from .listings import Listing, Pairs, register_listing
from .query import parse
from .selectors.fresh import Fresh

KEY = "site"


def register() -> None:
    """Called once, when the apps are ready."""
    register_listing(Listing(KEY, gettext_lazy("Whole site"), "search", read, describe, fitting))


def read(query: QueryDict) -> Pairs | None:
    """Words are needed. Only pages are told of, so that one kind must be one of pages."""
    asked = parse(query.get("q", ""))
    only = query.get("only", "")
    if not asked or (only and only not in registry.page_labels()):
        return None
    return [("q", asked.text), *([("only", only)] if only else [])]


def describe(pairs: Pairs) -> str:
    """“monitoring” in Events."""
    asked = dict(pairs)
    words = {"text": asked.get("q", ""), "kind": registry.page_labels().get(asked.get("only", ""), "")}
    return (_("“%(text)s” in %(kind)s") if words["kind"] else _("“%(text)s”")) % words


def fitting(pairs: Pairs, fresh: Fresh) -> Iterable[int]:
    """New pages with these words, of this kind."""
    asked = dict(pairs)
    only = asked.get("only", "")
    return [pk for pk in fresh.containing(parse(asked.get("q", ""))) if only in ("", fresh.kind_of(pk))]
