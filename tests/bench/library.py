"""A library of so many resources with ten pages of text each, as it would be after years; prints what to visit.

`python -m tests.bench.library --resources 20000`: adds what is missing to that number. Rows are written straight into
the tables as Wagtail and our services would, and into the indexes; nothing is extracted, no files are behind them.
"""

import argparse
import json
import random
import uuid
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

PAGES, WORDS_A_SENTENCE, SENTENCES, SENTENCES_A_PAGE = 10, 20, 20_000, 4
VOCABULARY, TOPICS, YEARS = 12_000, 40, 15
LANGUAGES = ("en", "en", "en", "es", "fr", "pl")
# In every resource; in one page of two hundred.
EVERYWHERE, RARE, TOPIC = "sample", "valorisation", "bench-topic-0"
SYLLABLES = ("ba", "den", "fil", "gor", "ham", "jun", "kel", "lor", "mis", "nav", "pol", "rat", "sed", "tur", "vex")

# What search knows of the texts of which it knows nothing: as `row_index.scoped` writes words of plain letters.
WORDS = """
INSERT INTO resources_filewords (page_id, scope, moment, title, text, source)
SELECT t.id, 1, r.date + interval '12 hours', '', 'bz' || replace(t.text, ' ', ' bz'),
    md5('1' || chr(10) || t.number || chr(10) || t.text)
FROM resources_filetext t
JOIN resources_fileversion v ON v.id = t.version_id JOIN resources_resourcefile f ON f.id = v.file_id
JOIN resources_resourcepage r ON r.page_ptr_id = f.resource_id
LEFT JOIN resources_filewords w ON w.page_id = t.id WHERE w.page_id IS NULL
"""


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--resources", type=int, required=True)
    number = parser.parse_args().resources
    import django

    django.setup()
    grow(number)
    from tests.bench.library_pages import pages

    print(json.dumps({"pages": pages(number, vocabulary())}))


def grow(number: int) -> None:
    """Make the library as large as that."""
    from django.db import connection

    from cop.core import page_cache
    from cop.search.services import public_words, titles
    from resources.models import ResourcePage

    chance = random.Random(number)
    words = vocabulary()
    there = ResourcePage.objects.count()
    if number > there:
        resources = _resources(range(there, number), words, chance)
        _parts(resources, chance)
        _files(resources, words, chance)
        _index(resources)
        public_words.rebuild()
        titles.mend()
        page_cache.touch("site", "library")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def vocabulary() -> list[str]:
    """The same words each time, the common ones first."""
    chance = random.Random(11)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(found)


def _weights(words: list[str]) -> list[float]:
    """As in a language: a few words everywhere, most of them seldom."""
    return list(accumulate(1 / (place + 20) for place in range(len(words))))


def _resources(numbers: range, words: list[str], chance: random.Random) -> list[Any]:
    """Pages and what they say; every tenth is a study, every fifth a good practice by its kind."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page

    from resources.choices import ResourceKind
    from resources.models import ResourcePage
    from tests.factories.resources import library

    above, now = library(), timezone.now()
    weights = _weights(words)
    kind, kinds = ContentType.objects.get_for_model(ResourcePage), ResourceKind.values
    first = above.numchild - numbers.start
    resources = []
    for nth in numbers:
        title = " ".join(["Sample", *chance.choices(words, k=6)])
        day = date.today() - timedelta(days=chance.randrange(365 * YEARS))
        resources.append(
            ResourcePage(
                title=title,
                draft_title=title,
                slug=f"bench-resource-{nth}",
                path=ResourcePage._get_path(above.path, above.depth + 1, first + nth + 1),
                depth=above.depth + 1,
                url_path=f"{above.url_path}bench-resource-{nth}/",
                content_type=kind,
                locale=above.locale,
                live=True,
                first_published_at=now - timedelta(days=2 + nth % 900),
                last_published_at=now - timedelta(days=2 + nth % 900),
                summary=" ".join(chance.choices(words, cum_weights=weights, k=20)),
                abstract=" ".join(chance.choices(words, cum_weights=weights, k=80)),
                kind=chance.choice(kinds),
                date=day,
                criteria=sorted(chance.sample(range(1, 8), k=chance.randint(0, 2))),
                languages=[chance.choice(LANGUAGES)],
                publisher="Sample publisher",
            )
        )
    fields = [field for field in Page._meta.concrete_fields if field.name != "id"]
    pages = [Page(**{field.attname: getattr(each, field.attname) for field in fields}) for each in resources]
    Page.objects.bulk_create(pages, batch_size=1_000)
    for resource, page in zip(resources, pages, strict=True):
        resource.pk = resource.page_ptr_id = resource.id = page.pk
    # Django makes no many rows at once where a row has a parent; the parents are there by now.
    rows = ResourcePage._base_manager.get_queryset()
    rows._for_write = True
    for some in range(0, len(resources), 1_000):
        rows._batched_insert(resources[some : some + 1_000], ResourcePage._meta.local_concrete_fields, 1_000)
    above.numchild += len(numbers)
    above.save(update_fields=["numchild"])
    return resources


def _parts(resources: list[Any], chance: random.Random) -> None:
    """Two topics, two authors, a region and an event each."""
    from cop.taxonomy.models import Region, Topic
    from events.models import EventPage
    from resources.models import ResourceAuthor, ResourceContext, ResourceRegion, ResourceTopic

    topics = [
        Topic.objects.get_or_create(slug=f"bench-topic-{nth}", defaults={"name": f"Sample bench topic {nth}"})[0]
        for nth in range(TOPICS)
    ]
    regions = list(Region.objects.values_list("pk", flat=True))
    events = list(EventPage.objects.values_list("pk", flat=True))
    of_each = {
        ResourceTopic: lambda pk: [
            ResourceTopic(content_object_id=pk, tag=topic) for topic in chance.sample(topics, k=2)
        ],
        ResourceAuthor: lambda pk: [
            ResourceAuthor(resource_id=pk, name=f"Author {chance.randrange(3_000)}, Sample", sort_order=nth)
            for nth in range(2)
        ],
        ResourceRegion: lambda pk: [ResourceRegion(resource_id=pk, region_id=chance.choice(regions))],
        ResourceContext: lambda pk: [ResourceContext(resource_id=pk, page_id=chance.choice(events))],
    }
    for model, made in of_each.items():
        model.objects.bulk_create([row for each in resources for row in made(each.pk)], batch_size=5_000)


def _files(resources: list[Any], words: list[str], chance: random.Random) -> None:
    """A file of ten pages each, as it is after it has been read: texts, and what search knows of them."""
    from django.db import connection
    from django.utils import timezone

    from cop.core.stored.choices import ReadingState
    from resources.models import FileVersion, ResourceFile

    now = timezone.now()
    files = ResourceFile.objects.bulk_create(
        [
            ResourceFile(resource_id=each.pk, title="Sample slides", language="en", last_number=1, changed_at=now)
            for each in resources
        ],
        batch_size=2_000,
    )
    versions = FileVersion.objects.bulk_create(
        [
            FileVersion(
                file=file,
                number=1,
                key=uuid.UUID(int=chance.getrandbits(128), version=4),
                created_at=now,
                name="sample.pdf",
                path=f"bench/{file.pk}",
                size=1_000_000,
                content_type="application/pdf",
                extension="pdf",
                reading=ReadingState.DONE,
                unit="slide",
            )
            for file in files
        ],
        batch_size=2_000,
    )
    weights = _weights(words)
    sentences = [" ".join(chance.choices(words, cum_weights=weights, k=WORDS_A_SENTENCE)) for _ in range(SENTENCES)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resources_resourcefile f SET current_id = v.id FROM resources_fileversion v "
            "WHERE v.file_id = f.id AND f.current_id IS NULL"
        )
        with cursor.copy("COPY resources_filetext (version_id, number, text) FROM STDIN") as rows:
            for version in versions:
                for number in range(1, PAGES + 1):
                    rare = "" if chance.randrange(200) else f" {RARE}"
                    rows.write_row((version.pk, number, " ".join(chance.choices(sentences, k=SENTENCES_A_PAGE)) + rare))
        # Indexes are made anew behind the rows: many at once are several times as fast.
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename = 'resources_filewords' AND indexdef LIKE '%gin%'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(WORDS)
        for _name, definition in indexes:
            cursor.execute(definition)


def _index(resources: list[Any]) -> None:
    """Into Wagtail's index, by Wagtail."""
    from wagtail.search.backends import get_search_backend

    from resources.models import ResourcePage

    index = get_search_backend().get_index_for_model(ResourcePage)
    for start in range(0, len(resources), 2_000):
        some = [each.pk for each in resources[start : start + 2_000]]
        index.add_items(ResourcePage, list(ResourcePage.get_indexed_objects().filter(pk__in=some)))


if __name__ == "__main__":
    main()
