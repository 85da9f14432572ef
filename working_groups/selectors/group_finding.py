"""Words that were sought in one part of a group, in its other parts: discussions, documents, meetings."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from cop.search.query import Query, parse

from .discussion_finding import threads_with
from .document_finding import documents_with
from .doors import Inside
from .group_meetings import meetings_in, with_words


def found_elsewhere(inside: Inside, here: str, words: str) -> list[tuple[str, str]]:
    """What the other parts than `here` (the name of its list) hold: how many, and the address of their own search.

    The door has been passed. Without words nothing; else two statements, one for each other part.
    """
    if not words:
        return []
    query, found = parse(words), []
    for part, count in COUNTS.items():
        if part != here and (number := count(inside, query)):
            found.append((_label(part, number), f"{reverse(part, args=[inside.page.slug])}?{urlencode({'q': words})}"))
    return found


def _label(part: str, number: int) -> str:
    if part == "group_documents":
        return ngettext("%(n)d document", "%(n)d documents", number) % {"n": number}
    if part == "group_meetings":
        return ngettext("%(n)d meeting", "%(n)d meetings", number) % {"n": number}
    return ngettext("%(n)d discussion", "%(n)d discussions", number) % {"n": number}


COUNTS: dict[str, Callable[[Inside, Query], int]] = {
    "group_discussion": lambda inside, query: threads_with(query, inside.group).count(),
    "group_documents": lambda inside, query: documents_with(query, inside.group),
    "group_meetings": lambda inside, query: with_words(meetings_in(inside), query).count(),
}
