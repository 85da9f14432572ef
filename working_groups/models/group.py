"""What changes by rule in a working group; its words stand on the page beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Joining, MembersVisibility, Visibility


class WorkingGroup(models.Model):
    """A working group: who may read, who may join, what one agrees to.

    Name, address part and purpose are those of its page. The page of a hidden group is never live, so that nothing
    that starts from live pages (search, menus, sitemap, feeds, choosers) can know of it.
    """

    page = models.OneToOneField(
        "working_groups.WorkingGroupPage", verbose_name=_("page"), on_delete=models.PROTECT, related_name="group"
    )
    visibility = models.CharField(_("who may read"), max_length=12, choices=Visibility, default=Visibility.PRIVATE)
    members_visibility = models.CharField(
        _("who may see the members"), max_length=12, choices=MembersVisibility, default=MembersVisibility.COMMUNITY
    )
    joining = models.CharField(_("how one joins"), max_length=12, choices=Joining, default=Joining.REQUEST)
    questions = models.JSONField(
        _("questions to those who ask to join"), default=list, blank=True, help_text=_("A list of texts, up to five.")
    )
    welcome = models.TextField(_("welcome"), blank=True, help_text=_("What a new member reads first; Markdown."))
    rules = models.TextField(_("rules"), blank=True, help_text=_("What members agree to before they write; Markdown."))
    # Raised by the service when the rules change; members accept each version once. 0: there are none.
    rules_version = models.PositiveIntegerField(default=0, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    quota_megabytes = models.PositiveIntegerField(_("space for documents in MB"), default=2048)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.page.title

    @property
    def is_archived(self) -> bool:
        """Read-only?"""
        return self.archived_at is not None
