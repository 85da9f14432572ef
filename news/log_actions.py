"""The lines of an issue's history, and of a member's switch, in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """One action for each service that logs."""
    for name, title in (
        ("issue.create", _("Newsletter issue made")),
        ("issue.edit", _("Newsletter issue changed")),
        ("issue.delete", _("Newsletter issue deleted")),
        ("issue.test", _("Newsletter sent as a test")),
        ("issue.schedule", _("Newsletter scheduled")),
        ("issue.unschedule", _("Newsletter taken out of the schedule")),
        ("issue.given_back", _("Newsletter could not be sent at its time")),
        ("issue.start", _("Newsletter started")),
        ("issue.stop", _("Newsletter stopped")),
        ("newsletter.subscribe", _("Subscribed to the newsletter")),
        ("newsletter.unsubscribe", _("Unsubscribed from the newsletter")),
    ):
        actions.register_action(f"news.{name}", title, title)
