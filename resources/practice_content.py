"""What the author of a good practice says of it: read from a draft of its page, and written there."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cop.core.visible import shows_something

from .models import GoodPracticePage, ResourceAuthor, ResourceLink, ResourceRegion


@dataclass(frozen=True, kw_only=True)
class Content:
    """All of it. `people` are “Family, First”, `regions` codes of NUTS, `topics` names, `links` addresses."""

    title: str
    summary: str = ""
    organisation: str = ""
    people: Sequence[str] = ()
    regions: Sequence[str] = ()
    began: int | None = None
    ended: int | None = None
    challenge: str = ""
    what_was_done: str = ""
    evidence: str = ""
    cost: str = ""
    transferability: str = ""
    lessons: str = ""
    topics: Sequence[str] = ()
    criteria: Sequence[int] = ()
    languages: Sequence[str] = ()
    links: Sequence[str] = ()
    licence: str = ""
    contact: str = ""


TEXTS = ("challenge", "what_was_done", "evidence", "cost", "transferability", "lessons")
_PLAIN = ("title", "summary", "began", "ended", *TEXTS, "criteria", "languages", "licence", "contact")

# Without these nobody can judge a practice; the words are said at the field.
NEEDED: dict[str, str | Promise] = {
    "summary": _("Say in one or two sentences what it is."),
    "organisation": _("Name the organisation that carries it out."),
    "regions": _("Choose at least one country or region."),
    "challenge": _("Say what the challenge was."),
    "what_was_done": _("Say what was done."),
    "evidence": _("Say how you know that it works. If you do not know yet, say that."),
    "lessons": _("Say what you learned, also from what did not work."),
    "languages": _("Choose at least one language."),
    "licence": _("Choose a licence."),
    "contact": _("Say whom members may ask."),
}


def missing(content: Content) -> dict[str, str | Promise]:
    """What a practice needs before it can be sent, by field; empty when nothing is missing."""
    return {name: words for name, words in NEEDED.items() if not _is_filled(getattr(content, name))}


def _is_filled(value: object) -> bool:
    return shows_something(value) if isinstance(value, str) else bool(value)


def content_of(page: GoodPracticePage) -> Content:
    """What a draft says. Statements: names of topics; authors, regions and links come with the draft."""
    authors = list(page.authors.all())
    plain = {name: getattr(page, name) for name in _PLAIN}
    return Content(
        **plain | {"criteria": tuple(page.criteria), "languages": tuple(page.languages)},
        organisation=authors[0].organisation if authors else "",
        people=tuple(author.name for author in authors if author.name),
        regions=tuple(item.region_id for item in page.region_items.all()),
        topics=tuple(sorted(page.topics.values_list("name", flat=True))),
        links=tuple(link.url for link in page.links.all()),
    )


def write(page: GoodPracticePage, content: Content) -> None:
    """Put it into a draft, which is not saved here. What editors have added is kept as far as it still fits:
    organisations of single authors, the words of links."""
    before = list(page.authors.all())
    main = before[0].organisation if before else ""
    others = {author.name: author.organisation for author in before if author.organisation != main}
    words = {link.url: link.label for link in page.links.all()}
    for name in _PLAIN:
        value = getattr(content, name)
        setattr(page, name, list(value) if isinstance(value, tuple) else value)
    people = content.people or ([""] if content.organisation else [])
    page.authors = [
        ResourceAuthor(name=name, organisation=others.get(name, content.organisation), sort_order=number)
        for number, name in enumerate(people)
    ]
    page.region_items = [ResourceRegion(region_id=code, sort_order=n) for n, code in enumerate(content.regions)]
    page.links = [ResourceLink(url=url, label=words.get(url, ""), sort_order=n) for n, url in enumerate(content.links)]
    page.topics.set(content.topics)


def is_same(one: Content, other: Content) -> bool:
    """Whether both say the same, whatever the kind of line breaks."""
    return all(_plain(getattr(one, field.name)) == _plain(getattr(other, field.name)) for field in fields(Content))


def _plain(value: object) -> object:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
