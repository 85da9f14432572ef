"""Letters about what is written in groups: a post at once, and why a mail was not posted.

They are rendered when they leave: who has left the group, muted the discussion or lost the account by then gets none,
and a post that was deleted is in none.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.links import absolute, secretariat
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

from ..choices import Way
from ..mail import headers
from ..mail.addresses import reply_address
from ..mail.choices import MUTE_THREAD, STOP_GROUP, MailChoice, choice_url
from ..models import Membership, Mention, Post
from ..permissions import posting_obstacle
from ..selectors.doors import Inside
from ..selectors.people import name_of
from ..selectors.telling import hearers

GROUP = "working_groups.mail"


@letter(
    "working_groups.post",
    title=gettext_lazy("A post in a working group"),
    own_place=False,
    group=GROUP,
    keeps_words=False,
    confidential=True,
)
def post(letter: Letter) -> LetterContent:
    """To whoever hears of the post at once. Two statements for the post and whom it mentions, one for the addressee."""
    found = (
        Post.objects.filter(pk=letter.params["post"], deleted_at=None)
        .select_related("thread__group__page", "author")
        .defer("thread__group__page__body")
        .first()
    )
    if found is None or letter.member is None:
        raise NoLongerTrue("The post has been deleted.")
    thread, group = found.thread, found.thread.group
    is_called = Mention.objects.filter(post=found, member=letter.member).exists()
    is_announcement = thread.is_announcement and found.number == 1
    membership: Membership | None = (
        hearers(
            group,
            thread,
            found.author,
            mentioned=[letter.member.pk] if is_called else (),
            is_announcement=is_announcement,
        )
        .filter(pk=letter.params["membership"])
        .first()
    )
    if membership is None or membership.way == Way.NOT:  # type: ignore[attr-defined]
        raise NoLongerTrue("The addressee has left the group, or does not want to hear of it any more.")
    slug, title, name = group.page.slug, group.page.title, name_of(found.author)
    answer_to = _answer_to(membership, found, letter.member)
    subject = f"[{title}] {thread.title}"
    return LetterContent(
        subject=subject if found.number == 1 else f"Re: {subject}",
        context={
            "preheader": Truncator(" ".join(found.text.split())).chars(120),
            "title": thread.title,
            "byline": _byline(name, title, is_announcement=is_announcement, is_called=is_called),
            "html": whole_addresses(found.html),
            "words": found.text,
            "can_answer": bool(answer_to),
            "is_sample": thread.is_sample,
            "url": absolute(reverse("group_post", args=[slug, found.pk])),
            "mute_url": choice_url(MailChoice(MUTE_THREAD, letter.member.pk, thread.pk)),
            "settings_url": absolute(reverse("group_mail")),
            "why": _why(membership, title, is_announcement=is_announcement, is_called=is_called),
        },
        from_name=_("%(name)s in %(group)s") % {"name": name, "group": title},
        reply_to=answer_to,
        headers=headers.for_post(
            slug=slug,
            title=title,
            archive=absolute(reverse("group_discussion", args=[slug])),
            thread_id=thread.pk,
            number=found.number,
            member_id=letter.member.pk,
            numbering=thread.numbering,
        ),
        unsubscribe_url=choice_url(MailChoice(STOP_GROUP, letter.member.pk, group.pk)),
    )


@letter("working_groups.mail_refused", title=gettext_lazy("A mail to a working group was not posted"))
def mail_refused(letter: Letter) -> LetterContent:
    """To whoever sent it, with the reason. It names no group to those who have not proved to belong to one."""
    return LetterContent(
        subject=_("Not posted: %(subject)s") % {"subject": letter.params["subject"] or _("your mail")},
        template="working_groups/letter",
        context={
            "preheader": letter.params["why"],
            "title": _("Your mail was not posted"),
            "paragraphs": [
                _("You wrote to %(address)s. Your mail does not stand in a discussion:")
                % {"address": letter.params["to"] or settings.REPLY_DOMAIN},
                letter.params["why"],
            ],
            "after": _("Questions? Write to %(address)s.") % {"address": secretariat()},
            "why": _("You get this letter because a mail with your address as its sender came to us."),
        },
        headers=_answers(letter, "auto-replied"),
    )


@letter("working_groups.mail_attachments", title=gettext_lazy("Attachments of a mail were not kept"))
def mail_attachments(letter: Letter) -> LetterContent:
    """To whoever sent it: the words are posted, these files are not."""
    return LetterContent(
        subject=_("Posted without attachments: %(subject)s") % {"subject": letter.params["subject"]},
        template="working_groups/letter",
        context={
            "preheader": _("Your words stand in the discussion."),
            "title": _("Attachments of your mail were not kept"),
            "paragraphs": [_("Your words stand in the discussion. These files do not:")],
            "facts": [(name, why) for name, why in letter.params["files"]],
            "button_label": _("See the discussion"),
            "button_url": absolute(letter.params["url"]),
            "after": "",
            "why": _("You get this letter because you answered by mail."),
        },
        headers=_answers(letter, "auto-replied"),
    )


def whole_addresses(html: str) -> SafeString:
    """HTML of a post whose links work outside the site; it was cleaned when it was written."""
    return mark_safe(html.replace('href="/', f'href="{settings.SITE_URL}/'))


def _answer_to(membership: Membership, found: Post, member: Any) -> str:
    """The personal address, for those who may answer by now."""
    inside = Inside(found.thread.group, member, membership, membership.standing)
    if posting_obstacle(inside, found.thread):
        return ""
    return reply_address(
        thread_id=found.thread_id, member_id=member.pk, joined_at=membership.joined_at, now=timezone.now()
    )


def _byline(name: str, group: str, *, is_announcement: bool, is_called: bool) -> str:
    names = {"name": name, "group": group}
    if is_announcement:
        return _("Announcement by %(name)s to %(group)s:") % names
    if is_called:
        return _("%(name)s mentions you in %(group)s:") % names
    return _("%(name)s writes in %(group)s:") % names


def _why(membership: Membership, group: str, *, is_announcement: bool, is_called: bool) -> str:
    if is_announcement:
        return _("You get this letter because you are a member of %(group)s: announcements go to everybody.") % {
            "group": group
        }
    if is_called:
        return _("You get this letter because you are mentioned in it.")
    if membership.rhythm == "at_once":
        return _("You get this letter because you want to hear of %(group)s at once.") % {"group": group}
    return _("You get this letter because you follow this discussion.")


def _answers(letter: Letter, how: str) -> dict[str, str]:
    """So that mail programs show it below the mail that it answers, and machines do not answer it (RFC 3834)."""
    found = {"Auto-Submitted": how}
    if letter.params.get("message_id"):
        found["In-Reply-To"] = found["References"] = letter.params["message_id"]
    return found
