"""Choices about members."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProfileVisibility(models.TextChoices):
    """Who may see a member's profile."""

    NOBODY = "nobody", _("Nobody but the secretariat")
    MEMBERS = "members", _("Members of the community")
    EVERYBODY = "everybody", _("Everybody")
