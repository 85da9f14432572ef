"""Letters of the newsletter: the issue itself, its test, and the two answers to somebody who wants to subscribe."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from .choices import IssueState
from .models import Issue
from .selectors import newsletter, subscribers


@letter(
    newsletter.LETTER,
    title=gettext_lazy("Newsletter"),
    own_place=False,
    group=subscribers.GROUP,
    keeps_words=False,
)
def issue(letter: Letter) -> LetterContent:
    """One issue, the same for everybody; withdrawn where sending was stopped."""
    found = _issue(letter)
    if found.state == IssueState.STOPPED:
        raise NoLongerTrue("Sending was stopped.")
    return LetterContent(
        subject=found.subject, template="news/newsletter", context={**_context(found), "name": "", "is_test": False}
    )


@letter("news.newsletter_test", title=gettext_lazy("Newsletter (test)"), keeps_words=False)
def test(letter: Letter) -> LetterContent:
    """The same to its editors, before anybody else has it."""
    found = _issue(letter)
    return LetterContent(
        subject=_("Test: %(subject)s") % {"subject": found.subject},
        template="news/newsletter",
        context={**_context(found), "name": "", "is_test": True},
    )


@letter("news.newsletter_confirm", title=gettext_lazy("Newsletter: please confirm"), secret=("url",))
def confirm(letter: Letter) -> LetterContent:
    """The link that says yes a second time."""
    return LetterContent(
        subject=_("Please confirm that you want our newsletter"),
        template="news/confirm",
        context={"url": letter.params["url"], "days": subscribers.LINK_HOLDS_DAYS},
    )


@letter("news.newsletter_known", title=gettext_lazy("Newsletter: already subscribed"), secret=("url",))
def known(letter: Letter) -> LetterContent:
    """To somebody who has it already: nothing is left to do."""
    return LetterContent(subject=_("You already get our newsletter"), template="news/known")


def _issue(letter: Letter) -> Issue:
    found = Issue.objects.filter(pk=letter.params["issue"]).first()
    if found is None:
        raise NoLongerTrue("The issue has been deleted.")
    return found


def _context(found: Issue) -> dict[str, Any]:
    return {
        "paragraphs": newsletter.paragraphs(found.intro),
        "items": newsletter.content_of(found),
        "archive_url": newsletter.issue_url(found),
        "is_sample": found.is_sample,
    }
