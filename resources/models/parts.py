"""What belongs to the description of a resource: authors, regions, links, what it is part of, what is like it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class ResourceAuthor(Orderable):
    """Somebody who made a resource: a person, or a body."""

    resource = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(
        _("name"),
        max_length=150,
        blank=True,
        help_text=_("Family name, first name: citations need to know which is which. Empty: the organisation made it."),
    )
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name or self.organisation

    def clean(self) -> None:
        """Somebody must be named. Raises `ValidationError`."""
        super().clean()
        if not self.name and not self.organisation:
            raise ValidationError({"name": _("Give a name, an organisation, or both.")})

    @property
    def shown_name(self) -> str:
        """Ana Sample, for “Sample, Ana”; a body as it is."""
        family, comma, first = self.name.partition(",")
        return f"{first.strip()} {family.strip()}" if comma and first.strip() else self.name or self.organisation


class ResourceRegion(Orderable):
    """A country or region that a resource is about, or where a practice was tried."""

    resource = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="region_items")
    region = models.ForeignKey("taxonomy.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("region")
        constraints = [
            models.UniqueConstraint(fields=["resource", "region"], name="resources_region_once"),
        ]


class ResourceLink(Orderable):
    """Where a resource, or a part of it, is to be found elsewhere."""

    resource = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words"), max_length=120, blank=True)
    url = models.URLField(_("address"), max_length=500)

    class Meta(Orderable.Meta):
        verbose_name = _("link")


class ResourceContext(Orderable):
    """A page that a resource comes from: the event at which it was shown, the working group that made it."""

    resource = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="context_items")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("where it comes from")
        constraints = [
            models.UniqueConstraint(fields=["resource", "page"], name="resources_context_once"),
        ]


class ResourceRelated(Orderable):
    """A page that an editor has put beside a resource; shown while the reader may read it."""

    resource = ParentalKey("resources.ResourcePage", on_delete=models.CASCADE, related_name="related_items")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        constraints = [
            models.UniqueConstraint(fields=["resource", "page"], name="resources_related_once"),
        ]
