"""The base of every Wagtail page: summary, sample mark, and who may see it."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from ..folding import WORD, tokens

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def live_pages_visible_to(queryset: models.QuerySet, user: "User | AnonymousUser") -> models.QuerySet:
    """Published pages of `queryset` that `user` may read; in the same statement, so that no list is made from more."""
    return pages_open_to(queryset.filter(live=True), user)


def pages_open_to(queryset: models.QuerySet, user: "User | AnonymousUser") -> models.QuerySet:
    """Pages of `queryset`, published or not, that no restriction keeps from `user`.

    A page is private when it, or a page above it, carries a view restriction (traps.md no. 1). "Log in" restrictions
    open to every account, group restrictions to the group's members; passwords are not used here.
    """
    restrictions = PageViewRestriction.objects.annotate(
        depth_match=models.functions.Length("page__path"),
    ).filter(page__path=models.functions.Substr(models.OuterRef("path"), 1, models.F("depth_match")))
    if user.is_authenticated and user.is_active:
        if user.is_superuser:
            return queryset
        restrictions = restrictions.exclude(restriction_type=PageViewRestriction.LOGIN).exclude(
            restriction_type=PageViewRestriction.GROUPS, groups__in=user.groups.all()
        )
    return queryset.exclude(models.Exists(restrictions))


class BasePage(Page):
    """Fields of every page of the site."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: shown in lists, under the title, and to search engines."),
    )
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        help_text=_("Invented content of the demo; the page says so, and one command removes it."),
    )

    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_(
            "On this day the owner is asked whether the page is still true. Publishing the page, or marking it as "
            "reviewed, moves the day on."
        ),
    )

    # Months after which somebody should look at a page of this kind again; 0 for kinds that end by themselves.
    review_months: ClassVar[int] = 12

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [*Page.promote_panels, FieldPanel("is_sample")]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("owner"), FieldPanel("review_by")])],
            heading=_("Who looks after it"),
            help_text=_("Owner and day apply at once, for the published page too."),
        ),
    ]
    exclude_fields_in_copy = ["review_by"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.AutocompleteField("summary"),
        index.SearchField("folded_words"),
        index.AutocompleteField("folded_words"),
    ]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """What search engines and previews show."""
        return self.search_description or self.summary

    def folded_words(self) -> str:
        """All that search looks through once more without accents, where there are any; not every database folds them.

        The words of a query come without accents too (`cop.search.query`).
        """
        texts = []
        for field in self.get_searchable_search_fields():
            if field.field_name != "folded_words":
                value = field.get_value(self)
                texts.append(" ".join(map(str, value)) if isinstance(value, list) else str(value or ""))
        text = " ".join(texts)
        return "" if all(map(str.isascii, WORD.findall(text))) else " ".join(tokens(text))

    def with_content_json(self, content: dict[str, Any]) -> "BasePage":
        """A draft has no day of review of its own: it belongs to the page as a whole, as its owner does."""
        page = super().with_content_json(content)
        page.review_by = self.review_by
        return page
