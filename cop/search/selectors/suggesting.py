"""What is suggested while one types: public titles that begin so, or have a word that does. The same for everybody."""

from hashlib import md5
from typing import TypedDict, cast

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Q
from wagtail.models import Page

from cop.core import page_cache
from cop.core.addresses import address_of
from cop.core.folding import is_sign, tokens
from cop.core.models import live_pages_visible_to

from .. import registry, suggestions
from ..models import Title, TitleKey
from ..models.titles import LONGEST_KEY
from ..query import typed

SHOWN = 8
# So many are looked at: some lead to what is hidden by now, or stand there by two of their words.
LOOKED_AT = 60
SHORTEST = 2
SECONDS = 300


class Suggestion(TypedDict):
    """One line of the list."""

    title: str
    url: str
    kind: str


def suggestions_for(raw: str, among: str = "") -> list[Suggestion]:
    """At most eight, the beginnings of titles first, short ones before long ones; with `among` those of one field.

    No statement where the same was asked a moment ago and nothing has been published or restricted since; else two.
    """
    begin = " ".join(tokens(typed(raw)))[:LONGEST_KEY]
    if len(begin) < SHORTEST and not (begin and is_sign(begin)):
        return []
    version = page_cache.version_of("site")
    if version is None:
        return _read(begin, among)
    key = f"search:suggestions:{among}:{version}:{md5(begin.encode(), usedforsecurity=False).hexdigest()}"
    found = cache.get_or_set(key, lambda: _read(begin, among), timeout=SECONDS)
    return cast("list[Suggestion]", found)


def _read(begin: str, among: str = "") -> list[Suggestion]:
    keys = TitleKey.objects.filter(key__begins=begin).order_by("rank", "title_id")
    kinds = suggestions.kinds_of_field(among)
    if kinds is not None:
        keys = keys.filter(title__kind__in=kinds)
    elsewhere = {each.key for each in suggestions.registered() if each.only_in_fields and kinds is None}
    order = list(dict.fromkeys(keys.values_list("title_id", flat=True)[:LOOKED_AT]))
    if not order:
        return []
    # The table may be some minutes behind: what is hidden by now is not shown.
    public = live_pages_visible_to(Page.objects.all(), AnonymousUser())
    shown = Title.objects.filter(Q(page=None) | Q(page__in=public), pk__in=order).exclude(kind__in=elsewhere)
    rows = shown.select_related("page").in_bulk()
    labels = registry.labels() | {each.key: each.label for each in suggestions.registered()}
    found: dict[tuple[str, str], Suggestion] = {}
    for row in (rows[pk] for pk in order if pk in rows):
        url = row.url or address_of(row.page)
        found.setdefault((row.title, url), {"title": row.title, "url": url, "kind": str(labels.get(row.kind, ""))})
    return list(found.values())[:SHOWN]
