"""The search page as a list whose searches can be saved: words, and perhaps one kind of result."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import news, registry
from .listings import Listing, Pairs, register_listing
from .query import parse
from .selectors.fresh import Fresh, Key

KEY = "site"


def register() -> None:
    """Called once, when the apps are ready."""
    register_listing(Listing(KEY, gettext_lazy("Whole site"), "search", read, describe, fitting))


def read(query: QueryDict) -> Pairs | None:
    """Words are needed; one kind must be one of which letters tell (of people they never do)."""
    asked = parse(query.get("q", ""))
    only = query.get("only", "")
    if not asked or (only and only not in _kinds()):
        return None
    return [("q", asked.text), *([("only", only)] if only else [])]


def describe(pairs: Pairs) -> str:
    """“monitoring” in Events."""
    asked = dict(pairs)
    words = {"text": asked.get("q", ""), "kind": _kinds().get(asked.get("only", ""), "")}
    return (_("“%(text)s” in %(kind)s") if words["kind"] else _("“%(text)s”")) % words


def fitting(pairs: Pairs, fresh: Fresh) -> Iterable[Key]:
    """What is new with these words, of this kind."""
    asked = dict(pairs)
    only = asked.get("only", "")
    return [key for key in fresh.containing(parse(asked.get("q", ""))) if only in ("", fresh.kind_of(key))]


def _kinds() -> dict[str, str | Promise]:
    told = {each.key for each in news.registered()}
    return registry.page_labels() | {key: label for key, label in registry.labels().items() if key in told}
