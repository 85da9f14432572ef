"""The library and resources for tests."""

import uuid
from datetime import date
from io import BytesIO

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from cop.members.models import User
from cop.taxonomy.models import Topic
from resources.choices import ResourceKind
from resources.models import (
    CollectionItem,
    CollectionPage,
    CollectionsPage,
    GoodPracticePage,
    LibraryPage,
    ResourceAuthor,
    ResourceContext,
    ResourcePage,
    ResourceRegion,
)
from resources.services.files import add_file, add_version, checked
from resources.services.reading import read
from tests.factories.events import home_page
from tests.factories.members import UserFactory


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


def publisher() -> User:
    """Somebody who may do everything, made once."""
    found = User.objects.filter(is_superuser=True).first()
    return found or User.objects.create_superuser("publisher@library.example", name="Pia Publisher")


def editor() -> User:
    """Somebody who writes pages and submits them, and does not publish."""
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def good_file(content=b"Which indicators?", name="notes.txt"):
    """A file that was looked at."""
    return checked(BytesIO(content), name=name, size=len(content))


def make_file(resource, *, content=b"Which indicators?", name="notes.txt", reads=False, **facts):
    """A file of a resource with one version; with `reads` it has been read."""
    version = add_file(resource=resource, actor=publisher(), file=good_file(content, name), **facts)
    if reads:
        read(version.pk)
    return version.file


def make_version(file, *, content=b"These three.", name="notes.txt", **facts):
    """One more version of it."""
    facts.setdefault("key", uuid.uuid4())
    return add_version(file=file, actor=publisher(), content=good_file(content, name), **facts)


def collections_page() -> CollectionsPage:
    """The page at /library/collections/, made once."""
    found = CollectionsPage.objects.first()
    return found or library().add_child(instance=CollectionsPage(title="Collections", slug="collections"))


def make_collection(*resources, **facts) -> CollectionPage:
    """A published collection of these resources, in this order."""
    facts = {"title": "Forum presentations", "slug": "forum", "summary": "All of them."} | facts
    page = CollectionPage(**facts)
    page.items = [CollectionItem(resource=resource, sort_order=n) for n, resource in enumerate(resources)]
    return collections_page().add_child(instance=page)
