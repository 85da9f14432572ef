"""Pages of text for tests: standard pages, working groups; and view restrictions on them."""

import factory
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cop.core.fields import BodyField
from home.models import StandardPage
from tests.factories.events import home_page
from working_groups.models import WorkingGroupIndexPage, WorkingGroupPage
from working_groups.services.groups import ensure_group


class PageFactory(factory.django.DjangoModelFactory):
    """A published page below `parent`, or below the home page."""

    class Meta:
        abstract = True

    last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if isinstance(kwargs.get("body"), str) and isinstance(model_class._meta.get_field("body"), BodyField):
            kwargs["body"] = [("text", kwargs["body"])]
        parent = kwargs.pop("parent", None) or cls.default_parent()
        return parent.add_child(instance=model_class(*args, **kwargs))

    @classmethod
    def default_parent(cls) -> Page:
        return home_page()


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    summary = "What this page is about."
    body = "<p>Text of the page.</p>"


class WorkingGroupPageFactory(PageFactory):
    class Meta:
        model = WorkingGroupPage

    title = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")
    criterion = 6
    summary = "What the group does."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        page = super()._create(model_class, *args, **kwargs)
        ensure_group(page)
        return page

    @classmethod
    def default_parent(cls) -> Page:
        return WorkingGroupIndexPage.objects.first() or home_page().add_child(
            instance=WorkingGroupIndexPage(title="Working groups", slug="working-groups", summary="All groups.")
        )


def restrict(page: Page, kind: str = PageViewRestriction.LOGIN, **fields) -> PageViewRestriction:
    """Only people who are logged in may read `page` and what lies below it."""
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)
