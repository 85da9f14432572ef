"""The list of cookies, the versions it has had, and the choices that were made on it."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..cookie_choices import CookieCategory, CookieKind

VERSION_LENGTH = 12


class Cookie(models.Model):
    """One entry of the list: something that a page may keep in a browser, or a third party through it."""

    # Empty for what editors enter; else the lasting name of the declaration in code.
    code = models.CharField(_("declared in code as"), max_length=40, blank=True, editable=False)
    category = models.CharField(_("category"), max_length=20, choices=CookieCategory)
    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("As the browser shows it. A * stands for a part that varies, as in _pk_id.*"),
        validators=[
            RegexValidator(r"^[A-Za-z0-9_.:|*~#$&^!'+`%@()/\[\]-]+\Z", _("A name has no spaces, commas or quotes.")),
            # Else it would stand for the necessary ones too.
            RegexValidator(r"[A-Za-z0-9_]{2}", _("More than a * must be known of a name.")),
        ],
    )
    purpose = models.CharField(
        _("purpose"), max_length=300, help_text=_("What it does for the visitor, in one plain sentence.")
    )
    duration = models.CharField(_("duration"), max_length=80, help_text=_("For example: 13 months"))
    provider = models.CharField(_("provider"), max_length=120, help_text=_("Who sets and reads it."))
    third_party = models.BooleanField(
        _("third party"), default=False, help_text=_("It belongs to another site than this one.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CookieKind, default=CookieKind.COOKIE)
    order = models.PositiveSmallIntegerField(_("order"), default=100, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        verbose_name = _("cookie")
        verbose_name_plural = _("cookies")
        ordering = ["order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "provider", "kind"],
                name="privacy_cookie_once",
                violation_error_message=_("This provider's cookie is on the list already."),
            ),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="privacy_cookie_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_declared_in_code(self) -> bool:
        return bool(self.code)


class CookieListVersion(models.Model):
    """What was on the list when visitors were asked: the optional entries behind a version number."""

    version = models.CharField(_("version"), max_length=VERSION_LENGTH, unique=True)
    content = models.JSONField(_("optional entries"))
    first_used_at = models.DateTimeField(_("first used"), default=timezone.now)

    class Meta:
        verbose_name = _("version of the cookie list")
        verbose_name_plural = _("versions of the cookie list")
        ordering = ["-first_used_at", "-pk"]

    def __str__(self) -> str:
        return self.version


class ConsentRecord(models.Model):
    """That somebody chose: what, on which list, when. Nothing in it or beside it leads to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The accepted categories, in order, joined by a point; empty when all were refused.
    accepted = models.CharField(_("accepted"), max_length=80, blank=True)
    version = models.CharField(_("version of the list"), max_length=VERSION_LENGTH)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("choice about cookies")
        verbose_name_plural = _("choices about cookies")
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)
