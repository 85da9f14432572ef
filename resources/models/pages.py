"""The library and the resources in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Workflow
from wagtail.models.pages import PagePermissionTester
from wagtail.search import index

from cop.core.blocks import PageBlocks
from cop.core.dois import clean_doi
from cop.core.fields import BodyField
from cop.core.folding import tokens
from cop.core.models import BasePage
from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Topic

from .. import panels
from ..choices import LANGUAGE_CODES, DatePrecision, Licence, ResourceKind
from ..validators import clean_isbn

# Years of a practice: neither a typing error nor a date.
YEARS = [MinValueValidator(1950), MaxValueValidator(2100)]


def today() -> date:
    """The day on the site's own clock."""
    return timezone.localdate()


class LibraryPage(BasePage):
    """The library, at /library/: what stands above the list of resources."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage", "resources.GoodPracticePage", "resources.CollectionsPage"]
    template = "resources/library_page.html"

    class Meta:
        verbose_name = _("library")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        return reverse("library")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `resources.views.pages`."""
        from ..selectors.listing import library_context

        return {**super().get_context(request, *args, **kwargs), **library_context(request.user, request.GET)}


class ResourceTopic(ItemBase):
    """A topic of a resource."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="resource_items")
    content_object = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="topic_items")


class ResourcePage(BasePage):
    """One resource: something that can be read, seen or used, described so that it is found and cited."""

    kind = models.CharField(_("kind"), max_length=16, choices=ResourceKind, default=ResourceKind.PRESENTATION)
    date = models.DateField(
        _("date"), default=today, db_index=True, help_text=_("When it was published or shown first.")
    )
    date_precision = models.CharField(
        _("known of the date"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    abstract = models.TextField(
        _("abstract"),
        max_length=5000,
        blank=True,
        help_text=_("What it says, in a few paragraphs. An empty line begins a new one."),
    )
    body = BodyField(PageBlocks(), verbose_name=_("more about it"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=16,
        choices=Licence,
        blank=True,
        help_text=_("Under what others may use it. Empty: nothing is known, and nothing is promised."),
    )
    doi = models.CharField(_("DOI"), max_length=100, blank=True, help_text=_("For example 10.2791/53569"))
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one, the library shows the first page of the file, or a crop of the tile map."),
    )
    topics = ClusterTaggableManager(verbose_name=_("topics"), through=ResourceTopic, blank=True)
    criteria = models.JSONField(_("fulfilment criteria"), default=list, blank=True)

    content_panels = [*BasePage.content_panels, *panels.RESOURCE]
    parent_page_types = ["resources.LibraryPage"]
    subpage_types: list[str] = []
    template = "resources/resource_page.html"
    review_months = 24
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("abstract"),
        index.SearchField("body"),
        index.SearchField("publisher"),
        index.SearchField("identifiers_in_words"),
        index.SearchField("kind_in_words"),
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.RelatedFields("region_items", [index.RelatedFields("region", [index.SearchField("name")])]),
        index.RelatedFields("authors", [index.SearchField("name"), index.SearchField("organisation")]),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def get_absolute_url(self) -> str:
        """Its address; costs no statement."""
        # A draft that was never saved may have no slug yet; the editor's preview needs an address all the same.
        return reverse("resource", args=[self.slug or "preview"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see; visitors come by `resources.views.pages`."""
        from ..selectors.resource_page import resource_context

        self.slug = self.slug or "preview"
        return {**super().get_context(request, *args, **kwargs), **resource_context(self, request.user)}

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[ResourcePage]":
        """Those that are written into the search index anew, with all that it reads.

        Wagtail thinks of the rows beside a page, not of what these point to.
        """
        return super().get_indexed_objects().prefetch_related("region_items__region")

    @property
    def identifiers_in_words(self) -> str:
        """DOI and ISBN in the parts of which a query consists; PostgreSQL takes them for addresses of files."""
        return " ".join(tokens(f"{self.doi} {self.isbn}"))

    @property
    def kind_in_words(self) -> str:
        """As readers call it, and so look for it."""
        return str(ResourceKind(self.kind).label)

    def clean(self) -> None:
        """Lists hold known values only, each once; DOI and ISBN are kept in one form. Raises `ValidationError`."""
        super().clean()
        problems: dict[str, Any] = {}
        for name, known in (("criteria", Criterion.values), ("languages", LANGUAGE_CODES)):
            chosen = getattr(self, name)
            if not isinstance(chosen, list) or not _all_in(chosen, known):
                problems[name] = _("Choose from the list.")
            else:
                setattr(self, name, sorted(set(chosen)))
        for name, cleaned in (("doi", clean_doi), ("isbn", clean_isbn)):
            try:
                setattr(self, name, cleaned(getattr(self, name)))
            except ValidationError as problem:
                problems[name] = problem
        if problems:
            raise ValidationError(problems)


class GoodPracticePage(ResourcePage):
    """What somebody has done, told so that others can judge whether it would work with them."""

    challenge = models.TextField(_("the challenge"), max_length=5000, blank=True)
    what_was_done = models.TextField(_("what was done"), max_length=5000, blank=True)
    evidence = models.TextField(
        _("evidence of results"),
        max_length=5000,
        blank=True,
        help_text=_("Figures with their source, what changed, how it is known."),
    )
    cost = models.TextField(_("what it cost"), max_length=2000, blank=True, help_text=_("Money, people, time."))
    transferability = models.TextField(
        _("where else it may work"), max_length=5000, blank=True, help_text=_("What a region must have for it.")
    )
    lessons = models.TextField(
        _("lessons"), max_length=5000, blank=True, help_text=_("What did not work counts as much as what did.")
    )
    contact = models.TextField(
        _("whom to ask"), max_length=500, blank=True, help_text=_("Shown to members who are logged in, nobody else.")
    )
    began = models.PositiveSmallIntegerField(
        _("began in"), null=True, blank=True, validators=YEARS, help_text=_("A year.")
    )
    ended = models.PositiveSmallIntegerField(
        _("ended in"), null=True, blank=True, validators=YEARS, help_text=_("A year. Empty: it still runs.")
    )

    content_panels = [*BasePage.content_panels, *panels.GOOD_PRACTICE]
    parent_page_types = ["resources.LibraryPage"]
    subpage_types: list[str] = []
    template = "resources/good_practice_page.html"
    # The contact is for members: it must not be found by words.
    search_fields = [
        *ResourcePage.search_fields,
        *map(index.SearchField, ("challenge", "what_was_done", "evidence", "cost", "transferability", "lessons")),
    ]

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    def clean(self) -> None:
        """Its kind is what it is; nothing ends before it began. Raises `ValidationError`."""
        self.kind = ResourceKind.GOOD_PRACTICE
        super().clean()
        if self.ended and (self.began is None or self.ended < self.began):
            raise ValidationError({"ended": _("The end comes after the beginning, which has to be given too.")})

    def get_workflow(self) -> Workflow | None:
        """Until it has been published: two steps, by two people. Afterwards as for every page."""
        from ..validation import validation_workflow

        return (None if self.was_published else validation_workflow()) or super().get_workflow()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Nobody publishes it before it is validated; what its author has not sent is for nobody else."""
        from ..permissions import PracticePermissionTester

        return PracticePermissionTester(user, self)

    @property
    def was_published(self) -> bool:
        """Is, or once was, on the site; costs no statement."""
        # A page that is not saved yet calls itself live.
        return self.pk is not None and (self.live or self.first_published_at is not None)


def _all_in(chosen: Iterable[Any], known: Iterable[Any]) -> bool:
    """Values of a stored list may be of any type, some of which no set takes."""
    possible = list(known)
    return all(value in possible for value in chosen)
