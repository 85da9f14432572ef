"""The contact page, and what people write there."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cop.core.fields import BodyField
from cop.core.models import BasePage

from ..blocks import StandardBlocks
from ..choices import MessageState, MessageTopic


class ContactPage(BasePage):
    """Words of the secretariat and a form."""

    max_count = 1
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []

    body = BodyField(StandardBlocks(), verbose_name=_("beside the form"), blank=True)
    thanks = models.TextField(
        _("words of thanks"),
        max_length=400,
        default=_("Your message is with the Secretariat. You get an answer by e-mail."),
        help_text=_("Shown when the message has been sent."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("thanks")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("contact page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from ..views.contact import contact

        return contact(request, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The editors' preview shows what visitors will see."""
        from ..views.contact import page_context

        return {**super().get_context(request, *args, **kwargs), **page_context(request, self)}


class ContactMessage(models.Model):
    """One message. `key` comes with the form, so that a form sent twice is one message."""

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    topic = models.CharField(_("about"), max_length=12, choices=MessageTopic)
    text = models.TextField(_("message"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.NEW, db_index=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, db_index=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("state since"), default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        # Nobody writes messages in the admin; "change" is the right to say where one is.
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"{self.get_topic_display()} ({self.name})"
