"""People and organisations that editors present on pages; not members, and not members' organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class Presented(index.Indexed, models.Model):
    """What people and organisations have in common: a name, a picture, a few words, one address."""

    name = models.CharField(_("name"), max_length=120)
    website = models.URLField(_("address on the web"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        help_text=_("Invented content of the demo; the page says so, and one command removes it."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Person(Presented):
    """Somebody whom pages present: of the Secretariat, an expert, a speaker of the community."""

    role = models.CharField(
        _("role"), max_length=160, blank=True, help_text=_("For example: Head of Secretariat, Technopolis Group")
    )
    text = models.TextField(_("a few words"), max_length=600, blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("role")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]


class Partner(Presented):
    """An organisation that runs or supports the community."""

    role = models.CharField(_("role"), max_length=160, blank=True, help_text=_("For example: leads the Secretariat"))
    text = models.TextField(_("a few words"), max_length=600, blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("role")]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "pk"]
