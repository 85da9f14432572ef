"""The library: three works that the site rests on, and sample resources of every kind."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cop.core.files.serving import private_storage
from cop.members.models import User
from cop.taxonomy.models import Region, Topic
from events.models import EventPage
from resources.choices import DatePrecision, Licence, ResourceKind
from resources.models import (
    CollectionItem,
    CollectionPage,
    CollectionsPage,
    FileVersion,
    GoodPracticePage,
    LibraryPage,
    ResourceAuthor,
    ResourceContext,
    ResourceLink,
    ResourcePage,
    ResourceRegion,
)
from resources.services.files import add_file, checked, for_readers, paths_of

from . import deck_files
from .accounts import ADMINISTRATOR
from .deck_texts import DECKS, slides_of
from .library_texts import COLLECTIONS, PRACTICES, SAMPLES, Practice, Sample
from .pages import add, page_at

# Presentations that come as a deck as well.
WITH_DECK = {"sample-steel-towns-and-skills", "sample-joint-calls-without-tears"}


@dataclass(frozen=True)
class Real:
    """A published work. `authors` are “Family, First name”, or a body in brackets."""

    slug: str
    title: str
    summary: str
    year: int
    authors: tuple[str, ...]
    publisher: str
    kind: str = ResourceKind.PUBLICATION
    doi: str = ""
    link: tuple[str, str] | None = None
    topics: tuple[str, ...] = ()
    criteria: tuple[int, ...] = ()


WORKS = (
    Real(
        "implementing-smart-specialisation-a-handbook",
        "Implementing Smart Specialisation: A Handbook",
        "How to put a strategy into practice, from choosing priorities to following them up.",
        2016,
        ("Gianelle, C.", "Kyriakou, D.", "Cohen, C.", "Przeor, M."),
        "European Commission, EUR 28053 EN",
        doi="10.2791/53569",
        topics=("Entrepreneurial discovery", "Monitoring and evaluation"),
        criteria=(2, 3, 4),
    ),
    Real(
        "regulation-eu-2021-1060",
        "Regulation (EU) 2021/1060",
        "Its Annex IV sets out enabling condition 1.1 with the seven fulfilment criteria.",
        2021,
        ("[European Parliament and Council of the European Union]",),
        "Official Journal of the European Union",
        link=("Read it on EUR-Lex", "https://eur-lex.europa.eu/eli/reg/2021/1060/oj"),
        topics=("Enabling condition",),
        criteria=(1, 2, 3, 4, 5, 6, 7),
    ),
    Real(
        "a-new-european-innovation-agenda",
        "A New European Innovation Agenda",
        "The Commission’s agenda for innovation of 2022.",
        2022,
        ("[European Commission]",),
        "European Commission",
        topics=("Innovation policy",),
        criteria=(1, 5, 7),
    ),
)


def make_library() -> None:
    """The page at /library/ and the works; none is made twice."""
    index = _index()
    _collections()
    for work in WORKS:
        if ResourcePage.objects.filter(slug=work.slug).exists():
            continue
        page = ResourcePage(
            title=work.title,
            slug=work.slug,
            summary=work.summary,
            kind=work.kind,
            date=date(work.year, 1, 1),
            date_precision=DatePrecision.YEAR,
            publisher=work.publisher,
            doi=work.doi,
            languages=["en"],
            criteria=list(work.criteria),
        )
        page.authors = [_author(name, number) for number, name in enumerate(work.authors)]
        if work.link:
            page.links = [ResourceLink(label=work.link[0], url=work.link[1])]
        page.topics.add(*_topics(work.topics))
        add(index, page)


def make_samples() -> None:
    """Sample resources; each is made once."""
    index = _index()
    for number, sample in enumerate(SAMPLES):
        if not ResourcePage.objects.filter(slug=sample.slug).exists():
            _sample(index, sample, number)
    for number, practice in enumerate(PRACTICES):
        if not GoodPracticePage.objects.filter(slug=practice.slug).exists():
            _practice(index, practice, number)
    _give_files()
    for slug, title, summary, slugs in COLLECTIONS:
        if not CollectionPage.objects.filter(slug=slug).exists():
            _collection(slug, title, summary, slugs)


def remove_samples() -> None:
    """The invented ones, with their files."""
    samples = ResourcePage.objects.filter(is_sample=True)
    for version in FileVersion.objects.filter(file__resource__in=samples.values("pk")):
        for path in paths_of(version):
            transaction.on_commit(partial(private_storage().delete, path))
    for page in (*CollectionPage.objects.filter(is_sample=True), *samples):
        page.delete()


def _give_files() -> None:
    """Slides for presentations that have none; what is in them is read by the worker."""
    actor = User.objects.get(email=ADMINISTRATOR)
    bare = ResourcePage.objects.filter(slug__in=DECKS, files__isnull=True).prefetch_related("authors")
    for resource in bare:
        names = ", ".join(author.shown_name for author in resource.authors.all())
        slides = deck_files.whole(resource.title, names, slides_of(resource.slug))
        _add_file(resource, actor, "Slides", "pdf", deck_files.pdf(slides))
        if resource.slug in WITH_DECK:
            _add_file(resource, actor, "Slides to work with", "pptx", deck_files.deck(slides))


def _add_file(resource: ResourcePage, actor: User, title: str, extension: str, content: bytes) -> None:
    file = for_readers(checked(BytesIO(content), name=f"{resource.slug}.{extension}", size=len(content)))
    add_file(resource=resource, actor=actor, file=file, title=title, language="en")


def _index() -> LibraryPage:
    found = LibraryPage.objects.first()
    if found is None:
        found = LibraryPage(
            title="Library",
            slug="library",
            show_in_menus=True,
            summary="Presentations, publications and good practices of the community: to be found, cited and followed.",
        )
        add(page_at("/"), found)
    return found


def _collections() -> CollectionsPage:
    found = CollectionsPage.objects.first()
    if found is None:
        found = CollectionsPage(
            title="Collections",
            slug="collections",
            summary="Resources that belong together, put in an order by editors.",
        )
        add(_index(), found)
    return found


def _collection(slug: str, title: str, summary: str, slugs: tuple[str, ...]) -> None:
    page = CollectionPage(title=title, slug=slug, summary=summary, is_sample=True)
    found = {resource.slug: resource for resource in ResourcePage.objects.filter(slug__in=slugs)}
    page.items = [
        CollectionItem(sort_order=place, resource=found[each]) for place, each in enumerate(slugs) if each in found
    ]
    add(_collections(), page)


def _sample(index: LibraryPage, sample: Sample, number: int) -> None:
    page = ResourcePage(kind=sample.kind, **_common(sample, number))
    _fill(page, sample)
    add(index, page)


def _practice(index: LibraryPage, practice: Practice, number: int) -> None:
    page = GoodPracticePage(
        kind=ResourceKind.GOOD_PRACTICE,
        challenge=practice.challenge,
        what_was_done=practice.what_was_done,
        evidence=practice.evidence,
        cost=practice.cost,
        transferability=practice.transferability,
        lessons=practice.lessons,
        contact="Ines Sample, Sample Agency\nines@sample-agency.example",
        **_common(practice, number),
    )
    _fill(page, practice)
    add(index, page)


def _common(sample: Sample, number: int) -> dict:
    return {
        "title": sample.title,
        "slug": sample.slug,
        "summary": sample.summary,
        "abstract": sample.abstract,
        "date": timezone.localdate() - timedelta(days=sample.days_ago),
        "languages": list(sample.languages),
        "criteria": list(sample.criteria),
        "licence": (Licence.CC_BY, Licence.CC_BY_SA, "")[number % 3],
        "publisher": sample.publisher,
        "is_sample": True,
    }


def _fill(page: ResourcePage, sample: Sample) -> None:
    page.authors = [_author(name, place) for place, name in enumerate(sample.authors)]
    page.region_items = [
        ResourceRegion(sort_order=place, region=Region.objects.get(code=code))
        for place, code in enumerate(sample.regions)
    ]
    page.context_items = [
        ResourceContext(sort_order=place, page=found) for place, found in enumerate(_origins(sample.origin))
    ]
    page.topics.add(*_topics(sample.topics))


def _origins(origin: str) -> list[Page]:
    """A group by its address; “event”: the sample event that has taken place."""
    if origin == "event":
        past = EventPage.objects.filter(is_sample=True, ends_at__lt=timezone.now()).order_by("starts_at").first()
        return [past] if past else []
    found = page_at(f"/working-groups/{origin}/") if origin else None
    return [found] if found else []


def _author(name: str, place: int) -> ResourceAuthor:
    """“Family, First (Organisation)”, or a body in square brackets."""
    if name.startswith("["):
        return ResourceAuthor(sort_order=place, organisation=name.strip("[]"))
    person, _bracket, organisation = name.partition(" (")
    return ResourceAuthor(sort_order=place, name=person, organisation=organisation.rstrip(")"))


def _topics(names: tuple[str, ...]) -> list[Topic]:
    return [Topic.objects.get_or_create(name=name)[0] for name in names]
