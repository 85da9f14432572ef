"""The base of every Wagtail page: summary, sample mark, and who may see it."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cop.members.models import User


def live_pages_visible_to(queryset: models.QuerySet, user: "User | AnonymousUser") -> models.QuerySet:
    """Published pages of `queryset` that `user` may read; in the same statement, so that no list is made from more.

    A page is private when it, or a page above it, carries a view restriction (traps.md no. 1). "Log in" restrictions
    open to every account, group restrictions to the group's members; passwords are not used here.
    """
    restrictions = PageViewRestriction.objects.annotate(
        depth_match=models.functions.Length("page__path"),
    ).filter(page__path=models.functions.Substr(models.OuterRef("path"), 1, models.F("depth_match")))
    if user.is_authenticated and user.is_active:
        if user.is_superuser:
            return queryset.filter(live=True)
        restrictions = restrictions.exclude(restriction_type=PageViewRestriction.LOGIN).exclude(
            restriction_type=PageViewRestriction.GROUPS, groups__in=user.groups.all()
        )
    return queryset.filter(live=True).exclude(models.Exists(restrictions))


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

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [*Page.promote_panels, FieldPanel("is_sample")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """What search engines and previews show."""
        return self.search_description or self.summary
