"""Letters about pages: approvals, moderation, comments, reviews."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, TaskState

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from .choices import Answer
from .models import Approval
from .permissions import answering_obstacle
from .selectors.approvals import approval_url
from .selectors.care import due_pages_among

TEMPLATE = "editing/letter"


def _moment(value: Any) -> str:
    return format_date(timezone.localtime(value), "j F Y, H:i")


def _content(subject: str, **context: Any) -> LetterContent:
    paragraphs = [paragraph for paragraph in context.pop("paragraphs") if paragraph]
    return LetterContent(
        subject=subject,
        template=TEMPLATE,
        context={"title": subject, "preheader": paragraphs[0], "paragraphs": paragraphs, "facts": [], **context},
    )


def _page(row: Letter) -> Page:
    page = Page.objects.filter(pk=row.params["page"]).first()
    if page is None:
        raise NoLongerTrue("The page has been deleted.")
    return page


def _edit_url(page: Page) -> str:
    return f"{settings.SITE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}"


# Approvals ------------------------------------------------------------------------------------------------------


def _approval(row: Letter) -> Approval:
    approval = (
        Approval.objects.filter(pk=row.params["approval"]).select_related("page", "created_by", "revision").first()
    )
    if approval is None:
        raise NoLongerTrue("The page has been deleted.")
    return approval


def _draft_title(approval: Approval) -> str:
    return approval.revision.object_str if approval.revision else approval.page.get_admin_display_title()


@letter("editing.approval_asked", title=gettext_lazy("Draft to approve"), secret=("token",))
def approval_asked(row: Letter) -> LetterContent:
    """To somebody without an account: the link to the draft."""
    approval = _approval(row)
    if answering_obstacle(approval, now=timezone.now()):
        raise NoLongerTrue("The request has been withdrawn, answered or is over.")
    who = approval.created_by.get_short_name() if approval.created_by else _("The Secretariat")
    title = _draft_title(approval)
    return _content(
        _("Please approve: %(title)s") % {"title": title},
        name=approval.name,
        paragraphs=[
            _("%(who)s asks you to look at the draft of a page before it is published.") % {"who": who},
            *approval.note.splitlines(),
        ],
        facts=[
            (_("Page"), title),
            (_("Version of"), _moment(approval.revision_at)),
            (_("Answer until"), _moment(approval.expires_at)),
        ],
        button_label=_("See the draft"),
        button_url=approval_url(row.params.get("token", "")),
        after=_(
            "You need no account. Opening the link changes nothing: you read the draft, then you approve it or say "
            "what should change. The link is yours alone; please do not pass it on."
        ),
        why=_("You get this letter because %(who)s gave us your address for this one question.") % {"who": who},
    )


@letter("editing.approval_answered", title=gettext_lazy("Answer to a request for approval"))
def approval_answered(row: Letter) -> LetterContent:
    """To who asked."""
    approval = _approval(row)
    approved = approval.answer == Answer.APPROVED
    title = _draft_title(approval)
    subject = _("Approved: %(title)s") if approved else _("Changes asked for: %(title)s")
    lead = (
        _("%(name)s has approved the draft.") if approved else _("%(name)s has read the draft and asks for changes.")
    ) % {"name": approval.name}
    newer = approval.page.latest_revision_id != approval.revision_id
    return _content(
        subject % {"title": title},
        paragraphs=[
            lead,
            _("The page has been saved again since: the answer is about the earlier version.") if newer else "",
        ],
        facts=[
            (_("Page"), title),
            (_("Version of"), _moment(approval.revision_at)),
            *([(_("Comment"), approval.comment)] if approval.comment else []),
        ],
        button_label=_("Open the approvals of the page"),
        button_url=f"{settings.SITE_URL}{reverse('approvals:page', args=[approval.page_id])}",
        why=_("You get this letter because you asked for this approval."),
    )


# Moderation -----------------------------------------------------------------------------------------------------

WHY_MODERATOR = gettext_lazy("You get this letter because you approve pages before they are published.")
WHY_AUTHOR = gettext_lazy("You get this letter because you submitted this page.")


@letter("editing.submitted", title=gettext_lazy("Page submitted for publication"))
def submitted(row: Letter) -> LetterContent:
    """To those who may approve it."""
    page = _page(row)
    if not TaskState.objects.filter(pk=row.params["task_state"], status=TaskState.STATUS_IN_PROGRESS).exists():
        raise NoLongerTrue("Somebody has approved, rejected or withdrawn it meanwhile.")
    title = page.get_admin_display_title()
    who = row.params["who"] or _("The Secretariat")
    return _content(
        _("To approve: %(title)s") % {"title": title},
        paragraphs=[
            _("%(who)s has written a page and submits it for publication.") % {"who": who},
            _("Whoever of the moderators is first approves it, or sends it back with a comment."),
        ],
        facts=[(_("Page"), title)],
        button_label=_("Read and decide"),
        button_url=_edit_url(page),
        why=WHY_MODERATOR,
    )


@letter("editing.approved", title=gettext_lazy("Page approved"))
def approved(row: Letter) -> LetterContent:
    """To who submitted it: published, or to be published on a day."""
    page = _page(row)
    title = page.get_admin_display_title()
    scheduled = row.params.get("go_live_at", "")
    comment = row.params.get("comment", "")
    said = (
        _("%(who)s has approved your page. It will be published on %(when)s.")
        if scheduled
        else _("%(who)s has approved your page. It is published.")
    )
    return _content(
        _("Approved: %(title)s") % {"title": title},
        paragraphs=[said % {"who": row.params["who"] or _("A moderator"), "when": scheduled}],
        facts=[(_("Page"), title), *([(_("Comment"), comment)] if comment else [])],
        button_label=_("See the page") if page.live else _("Open the page in the administration"),
        button_url=(page.full_url if page.live else None) or _edit_url(page),
        why=WHY_AUTHOR,
    )


@letter("editing.rejected", title=gettext_lazy("Page sent back"))
def rejected(row: Letter) -> LetterContent:
    """To who submitted it: with the moderator's comment."""
    page = _page(row)
    title = page.get_admin_display_title()
    return _content(
        _("Please change: %(title)s") % {"title": title},
        paragraphs=[
            _("%(who)s has read your page and sends it back to you.") % {"who": row.params["who"] or _("A moderator")},
            _("Change it, save it, and submit it again."),
        ],
        facts=[(_("Page"), title), (_("Comment"), row.params["comment"] or _("none"))],
        button_label=_("Open the page"),
        button_url=_edit_url(page),
        why=WHY_AUTHOR,
    )


@letter("editing.commented", title=gettext_lazy("Comments on a page"))
def commented(row: Letter) -> LetterContent:
    """To those who follow the comments of a page, or have taken part in one."""
    page = _page(row)
    title = page.get_admin_display_title()
    return _content(
        _("Comments: %(title)s") % {"title": title},
        paragraphs=[_("%(who)s has commented on this page, or answered.") % {"who": row.params["who"]}],
        facts=[(_("Page"), title), *((label, text) for label, text in row.params["lines"])],
        button_label=_("Open the page"),
        button_url=_edit_url(page),
        why=_("You get this letter because you follow the comments of this page, or wrote one."),
    )


# Reviews --------------------------------------------------------------------------------------------------------


@letter("editing.review_due", title=gettext_lazy("Pages to review"))
def review_due(row: Letter) -> LetterContent:
    """To who looks after pages: those that are due, in one letter a week."""
    due = due_pages_among(row.params["pages"], today=timezone.localdate())
    if not due:
        raise NoLongerTrue("All of them have been reviewed meanwhile.")
    subject = ngettext("A page to review", "%(count)d pages to review", len(due)) % {"count": len(due)}
    return _content(
        subject,
        paragraphs=[
            _(
                "Please look whether what these pages say is still true. If it is, mark the page as reviewed; if not, "
                "change it."
            )
        ],
        facts=[(page.title, _("since %(day)s") % {"day": format_date(day, "j F Y")}) for page, day in due[:30]],
        button_label=_("See my pages"),
        button_url=f"{settings.SITE_URL}{reverse('reviews:index')}?owner=me"
        if row.params["own"]
        else f"{settings.SITE_URL}{reverse('reviews:index')}",
        why=_("You get this letter, at most once a week, because you look after these pages.")
        if row.params["own"]
        else _(
            "You get this letter, at most once a week, because nobody looks after these pages and you are a moderator."
        ),
    )
