"""What the community may know of a member."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from cop.taxonomy.choices import StakeholderType
from cop.taxonomy.models import Topic

from ..choices import ProfileVisibility


class ProfileTopic(ItemBase):
    """A topic that a member works on."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="profile_items")
    content_object = models.ForeignKey("members.Profile", on_delete=models.CASCADE, related_name="topic_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="members_profile_topic_once")]


class Profile(models.Model):
    """One per account. `completed_at` is set when the short profile was first saved."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="profile"
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="profiles",
    )
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    country = models.ForeignKey(
        "taxonomy.Region",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to={"level": 0},
        related_name="+",
    )
    region = models.ForeignKey(
        "taxonomy.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stakeholder_type = models.CharField(_("I work for a"), max_length=30, choices=StakeholderType, blank=True)
    topics = TaggableManager(verbose_name=_("topics"), through=ProfileTopic, blank=True)
    visibility = models.CharField(
        _("who may see my profile"), max_length=10, choices=ProfileVisibility, default=ProfileVisibility.NOBODY
    )
    accepts_contact = models.BooleanField(_("members may write to me"), default=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)
