"""The library and resources for tests."""

from datetime import date

import factory
from django.utils import timezone

from cop.taxonomy.models import Topic
from resources.choices import ResourceKind
from resources.models import (
    GoodPracticePage,
    LibraryPage,
    ResourceAuthor,
    ResourceContext,
    ResourcePage,
    ResourceRegion,
)
from tests.factories.events import home_page


def library() -> LibraryPage:
    """The page at /library/, made once."""
    found = LibraryPage.objects.first()
    return found or home_page().add_child(
        instance=LibraryPage(title="Library", slug="library", summary="Everything to read.")
    )


class ResourcePageFactory(factory.django.DjangoModelFactory):
    """A published resource; `authors` are names, `regions` codes, `topics` names, `origins` pages."""

    class Meta:
        model = ResourcePage

    title = factory.Sequence(lambda n: f"Resource {n}")
    slug = factory.Sequence(lambda n: f"resource-{n}")
    summary = "What it is about."
    kind = ResourceKind.PRESENTATION
    date = date(2025, 6, 19)
    last_published_at = factory.LazyFunction(timezone.now)
    first_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parts = {name: kwargs.pop(name, ()) for name in ("authors", "regions", "topics", "origins")}
        resource = model_class(*args, **kwargs)
        resource.authors = [ResourceAuthor(name=name, sort_order=n) for n, name in enumerate(parts["authors"])]
        resource.region_items = [
            ResourceRegion(region_id=code, sort_order=n) for n, code in enumerate(parts["regions"])
        ]
        resource.context_items = [ResourceContext(page=page, sort_order=n) for n, page in enumerate(parts["origins"])]
        resource.topics.add(*(Topic.objects.get_or_create(name=name)[0] for name in parts["topics"]))
        return library().add_child(instance=resource)


class GoodPracticePageFactory(ResourcePageFactory):
    class Meta:
        model = GoodPracticePage

    kind = ResourceKind.GOOD_PRACTICE
    challenge = "What was hard."
    lessons = "What was learned."
