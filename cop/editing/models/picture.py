"""Pictures that say nothing and are read out to nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecorativePicture(models.Model):
    """An editor has said that this picture is an ornament. A picture without a description and without this row is
    one that nobody has described yet; pages show neither kind with a text, so that no page needs to ask for the row."""

    image = models.OneToOneField(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="decorative_note",
    )

    class Meta:
        verbose_name = _("decorative picture")
        verbose_name_plural = _("decorative pictures")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.image)
