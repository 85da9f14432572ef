"""What Wagtail keeps of those who edit: logs with names, personal settings, whose draft it was."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import registry as log_registry
from wagtail.models import APIToken, ModelLogEntry, PageLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from ..personal_data import Collected, Record, declare, declare_all, eraser, export_chapter
from ..retention import Rule, rule

if TYPE_CHECKING:
    from cop.members.models import User

MOST_LINES = 5_000


@export_chapter("history", title=gettext_lazy("What you did, and what was done to your account"), order=80)
def collect(member: "User") -> Collected:
    """Lines of the logs: by the member, and about the account."""
    about = Q(content_type=_account_type(member), object_id=str(member.pk))
    lines = [
        *ModelLogEntry.objects.filter(Q(user_id=member.pk) | about).order_by("-timestamp")[:MOST_LINES],
        *PageLogEntry.objects.filter(user_id=member.pk).order_by("-timestamp")[:MOST_LINES],
    ]
    lines.sort(key=lambda line: line.timestamp)
    return Collected(
        [
            Record(
                "",
                [
                    ("at", _("When"), line.timestamp),
                    ("action", _("What"), str(log_registry.get_action_label(line.action))),
                    ("about", _("About"), line.label),
                    ("by_you", _("By you"), line.user_id == member.pk),
                ],
            )
            for line in lines
        ]
    )


@eraser("history", order=910)
def erase(member: "User") -> None:
    """Lines stay for those who need them; they name a former member. Personal settings of the admin go."""
    ModelLogEntry.objects.filter(content_type=_account_type(member), object_id=str(member.pk)).update(
        label=str(_("Former member")), data={}
    )
    for settings in UserProfile.objects.filter(user=member):
        if settings.avatar:
            settings.avatar.delete(save=False)
        settings.delete()
    for model in (EditingSession, FormState, APIToken, PageSubscription):
        model.objects.filter(user=member).delete()


def _account_type(member: "User") -> ContentType:
    return ContentType.objects.get_for_model(type(member))


@rule(
    "history",
    what=gettext_lazy("Lines of the history about accounts, registrations and other things of members"),
    counted_from=gettext_lazy("the day of the line"),
    days=3 * 365,
    why=gettext_lazy("To answer who changed what, when it is asked."),
    order=40,
)
def remove_old_history(now: datetime, kept: Rule) -> int:
    return ModelLogEntry.objects.filter(timestamp__lte=kept.before(now)).delete()[0]


declare(ModelLogEntry, exported="history", erased="history")
declare(PageLogEntry, exported="history", reason="The history of a public page stays; its author is a former member.")
declare(
    UserProfile,
    erased="history",
    reason="Settings of the admin (theme, language); nothing that one does not see there.",
)
for _model in (EditingSession, FormState, APIToken, PageSubscription):
    declare(_model, erased="history", reason="What the admin needs while somebody edits; nothing to take along.")
declare_all(
    "What an editor wrote stays on the site; the empty account behind it is a former member.",
    "wagtailcore.Page",
    "wagtailcore.Revision",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.TaskState",
    "wagtailcore.WorkflowState",
    "wagtailcore.UploadedFile",
    "wagtaildocs.Document",
    "wagtailimages.Image",
)
declare_all(
    "Names of things, not of people.",
    "auth.Group",
    "auth.Permission",
    "core.Partner",
    "core.SiteSettings",
    "django_tasks_database.DBTaskResult",
    "privacy.Cookie",
    "taggit.Tag",
    "taxonomy.Region",
    "taxonomy.Topic",
    "wagtailcore.Collection",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.Site",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailembeds.Embed",
)
declare("core.Person", reason="Whom editors present on pages, with their consent; not tied to an account.")
