"""The page that a row of a sheet makes or changes, filled as the editor's form would; nothing is written here."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.panels.base import get_form_for_model

from ..choices import ResourceKind
from ..models import (
    GoodPracticePage,
    LibraryPage,
    ResourceAuthor,
    ResourceContext,
    ResourceLink,
    ResourcePage,
    ResourceRegion,
)
from .import_sheets import PRACTICE_COLUMNS
from .import_values import Values
from .taking_in import free_slug

if TYPE_CHECKING:
    from cop.members.models import User

FIELDS = ["title", "summary", "abstract", "publisher", "doi", "isbn", "kind", "date", "date_precision", "licence",
          "languages", "criteria"]  # fmt: skip
COLUMN_OF = {"date_precision": "date", "name": "authors", "organisation": "authors", "url": "link", "slug": "title"}

# Pairs of column and sentence.
type Words = list[tuple[str, str]]


def page_of(present: ResourcePage | None, values: Values, library: LibraryPage, actor: "User") -> ResourcePage:
    """The newest draft of a page that is there, or a new page that is not saved; of the kind that the row says."""
    is_practice = values.fields.get("kind") == ResourceKind.GOOD_PRACTICE
    if present is None:
        model = GoodPracticePage if is_practice else ResourcePage
        page = model(owner=actor, live=False, has_unpublished_changes=True)
        page.slug = free_slug(library, str(values.fields.get("title", "")))
        return page
    page = present.get_latest_revision_as_object()
    if is_practice != isinstance(page, GoodPracticePage) and "kind" in values.fields:
        values.problems.append(("kind", _("A good practice cannot become another kind, nor the other way round.")))
    return page


def fill(page: ResourcePage, values: Values, library: LibraryPage, actor: "User") -> Words:
    """Give the page what the row says, through the form of its kind; returns what is wrong."""
    model = type(page)
    fields = [*FIELDS, *PRACTICE_COLUMNS] if isinstance(page, GoodPracticePage) else FIELDS
    form_class = get_form_for_model(model, form_class=model.base_form_class, fields=fields, formsets=[])
    data = dict(values.fields)
    if values.publish:
        # What a page must keep to before others see it.
        data["action-submit"] = "yes"
    form = form_class(data, instance=page, parent_page=library, for_user=actor)
    for name in set(form.fields) - set(values.fields):
        del form.fields[name]
    form.is_valid()
    wrong = {column for column, _sentence in values.problems}
    problems = [
        (COLUMN_OF.get(name, name) if name != "__all__" else "", str(sentence))
        for name, sentences in form.errors.items()
        if COLUMN_OF.get(name, name) not in wrong
        for sentence in sentences
    ]
    return [*problems, *_fill_parts(page, values)]


def _fill_parts(page: ResourcePage, values: Values) -> Words:
    if values.authors is not None:
        page.authors = [
            ResourceAuthor(name=name, organisation=body, sort_order=number)
            for number, (name, body) in enumerate(values.authors)
        ]
    if values.links is not None:
        page.links = [ResourceLink(url=url, sort_order=number) for number, url in enumerate(values.links)]
    if values.regions is not None:
        page.region_items = [ResourceRegion(region_id=code, sort_order=n) for n, code in enumerate(values.regions)]
    if values.pages is not None:
        page.context_items = [ResourceContext(page_id=pk, sort_order=n) for n, pk in enumerate(values.pages)]
    if values.topics is not None:
        page.topics.set(values.topics)
    problems: Words = []
    parts = [*(page.authors.all() if values.authors else []), *(page.links.all() if values.links else [])]
    for part in parts:
        try:
            part.full_clean(exclude=["resource"])
        except ValidationError as error:
            problems += [
                (COLUMN_OF.get(name, ""), f"{part.url[:80] if isinstance(part, ResourceLink) else part}: {sentence}")
                for name, sentences in error.message_dict.items()
                for sentence in sentences
            ]
    return problems
