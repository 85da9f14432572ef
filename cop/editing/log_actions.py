"""Lines of a page's history that this room writes."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .services.approvals import LOG_PREFIX
from .services.reviewing import REVIEWED

WORDS = {
    "asked": (_("Ask for approval"), _("Asked %(name)s to approve this version")),
    "revoked": (_("Withdraw a request for approval"), _("Withdrew the request for approval to %(name)s")),
    "approved": (_("Approve by link"), _("%(name)s approved this version by link")),
    "changes": (_("Ask for changes by link"), _("%(name)s asked for changes by link")),
}


def _formatter(name: str) -> type[LogFormatter]:
    title, words = WORDS[name]

    class Formatter(LogFormatter):
        label = title

        def format_message(self, log_entry: Any) -> str:
            return str(words) % {"name": log_entry.data.get("name", "")}

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get("comment", "")

    return Formatter


class _Reviewed(LogFormatter):
    label = _("Review")

    def format_message(self, log_entry: Any) -> str:
        day = parse_date(str(log_entry.data.get("until", "")))
        return str(_("Reviewed; next review on %(day)s")) % {"day": date_format(day) if day else "–"}


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Approvals and reviews."""
    for name in WORDS:
        actions.register_action(f"{LOG_PREFIX}{name}")(_formatter(name))
    actions.register_action(REVIEWED)(_Reviewed)
