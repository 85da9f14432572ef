"""Letters about shared documents: what is new, and the way into the library."""

from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.notifications.links import absolute
from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter
from resources.choices import Licence

from ..choices import GroupRole, MembershipState, PublicationState, Rhythm
from ..mail import headers
from ..mail.choices import STOP_GROUP, MailChoice, choice_url
from ..models import DocumentComment, DocumentVersion, Membership, PublicationRequest, WorkingGroup
from ..permissions import can_oversee_groups
from ..selectors.attachments import document_url
from ..selectors.digests import COMMENT
from ..selectors.people import name_of
from .discussion import GROUP
from .parts import content, membership_of, why_member

MOST = 20


@letter("working_groups.documents", title=gettext_lazy("New documents in a working group"))
def documents(letter: Letter) -> LetterContent:
    """To members who want to hear at once; all that came together. Withdrawn when they have left, or all is gone."""
    membership = membership_of(letter, MembershipState.ACTIVE)
    group = membership.group
    versions = list(
        DocumentVersion.objects.filter(
            batch=letter.params["batch"], document__group=group, document__trashed_at=None, is_quiet=False
        )
        .select_related("document", "author")
        .order_by("pk")[:MOST]
    )
    if not versions:
        raise NoLongerTrue("The documents have been deleted.")
    slug = group.page.slug
    who, number = name_of(versions[0].author), len(versions)
    words = {"who": who, "n": number, "group": group, "name": versions[0].document.name}
    if number == 1 and versions[0].number > 1:
        first = _("%(who)s added a new version of “%(name)s” in %(group)s.") % words
    else:
        first = (
            ngettext("%(who)s shared a document in %(group)s.", "%(who)s shared %(n)d documents in %(group)s.", number)
            % words
        )
    facts = [(each.document.name, each.what_changed or _("version %(n)d") % {"n": each.number}) for each in versions]
    url = document_url(slug, versions[0].document_id) if number == 1 else reverse("group_documents", args=[slug])
    label = _("See the document") if number == 1 else _("See the documents")
    return content(
        group,
        ngettext("New document: %(name)s", "%(n)d new documents in %(group)s", number) % words,
        [first],
        facts=facts,
        quoted=letter.params.get("message", ""),
        button=(label, absolute(url)),
        why=why_member(group),
    )


@letter(
    COMMENT,
    title=gettext_lazy("A mention in a comment on a document"),
    own_place=False,
    group=GROUP,
    keeps_words=False,
    confidential=True,
)
def comment_mention(letter: Letter) -> LetterContent:
    """To whom a comment calls; withdrawn when they have left or want no mail, or the comment or document is gone."""
    found = (
        DocumentComment.objects.filter(
            pk=letter.params["comment"], document__trashed_at=None, mentions__member=letter.member_id
        )
        .select_related("document__group__page", "author")
        .defer("document__group__page__body")
        .first()
    )
    if found is None or letter.member is None:
        raise NoLongerTrue("The comment is gone.")
    membership = membership_of(letter, MembershipState.ACTIVE)
    group = found.document.group
    if membership.group_id != group.pk or membership.rhythm == Rhythm.NOTHING or not letter.member.is_active:
        raise NoLongerTrue("The addressee does not want to hear of the group.")
    slug = group.page.slug
    names = {"name": name_of(found.author), "document": found.document.name, "group": group}
    made = content(
        group,
        _("[%(group)s] Comment on %(document)s") % names,
        [_("%(name)s mentions you in a comment on “%(document)s” in %(group)s:") % names],
        quoted=found.text,
        button=(_("See the comment"), absolute(f"{document_url(slug, found.document_id)}#comment-{found.pk}")),
        why=_("You get this letter because you are mentioned in it."),
    )
    archive = absolute(reverse("group_discussion", args=[slug]))
    return replace(
        made,
        from_name=_("%(name)s in %(group)s") % names,
        headers=headers.for_group(slug=slug, title=group.page.title, archive=archive),
        unsubscribe_url=choice_url(MailChoice(STOP_GROUP, letter.member.pk, group.pk)),
    )


def _request(letter: Letter, state: str) -> PublicationRequest:
    found = (
        PublicationRequest.objects.filter(pk=letter.params["request"])
        .select_related("document__group__page", "version", "asked_by")
        .first()
    )
    if found is None or found.state != state:
        raise NoLongerTrue("The request has been decided or is gone.")
    return found


def _still_moderates(letter: Letter, group: WorkingGroup) -> None:
    """Who has left meanwhile is not told what the group does."""
    roles = [GroupRole.LEADER, GroupRole.RAPPORTEUR]
    leads = Membership.objects.active().filter(group=group, member=OuterRef("pk"), role__in=roles)
    member = letter.member
    if member is None:
        return
    still = type(member)._default_manager.filter(Exists(leads), pk=member.pk).exists()
    if not still and not can_oversee_groups(member):
        raise NoLongerTrue("The addressee does not look after the group any more.")


@letter("working_groups.publication_asked", title=gettext_lazy("A group would like to publish a document"))
def publication_asked(letter: Letter) -> LetterContent:
    """To the secretariat."""
    request = _request(letter, PublicationState.OPEN)
    group = request.document.group
    words = {"who": name_of(request.asked_by), "group": group, "name": request.document.name}
    return content(
        group,
        _("For the library: %(name)s") % words,
        [_("%(who)s asks to publish “%(name)s” of the working group %(group)s in the library.") % words],
        facts=[(_("Licence"), str(Licence(request.licence).label))],
        quoted=request.note,
        button=(_("Answer"), absolute(reverse("publication_requests"))),
        why=_("You get this letter because the secretariat decides what is published in the library."),
    )


def _answered(
    letter: Letter, state: str, first: str, quoted: str = "", button: tuple[str, str] | None = None
) -> LetterContent:
    request = _request(letter, state)
    group = request.document.group
    _still_moderates(letter, group)
    words = {"name": request.document.name}
    return content(
        group,
        _("Library: %(name)s") % words,
        [first % words],
        quoted=quoted and request.reason,
        button=button or (_("See the document"), absolute(document_url(group.page.slug, request.document_id))),
        why=_("You get this letter because you asked to publish this document."),
    )


@letter("working_groups.publication_approved", title=gettext_lazy("Publication in the library approved"))
def publication_approved(letter: Letter) -> LetterContent:
    """To who asked."""
    resource = _request(letter, PublicationState.APPROVED).resource
    words = _("The secretariat has approved “%(name)s” for the library.")
    if resource is None or not resource.live:
        return _answered(letter, PublicationState.APPROVED, words)
    return _answered(
        letter,
        PublicationState.APPROVED,
        _("The secretariat has approved “%(name)s”. It is in the library now: everybody can find, read and cite it."),
        button=(_("See it in the library"), absolute(resource.get_absolute_url())),
    )


@letter("working_groups.publication_refused", title=gettext_lazy("Publication in the library not approved"))
def publication_refused(letter: Letter) -> LetterContent:
    """To who asked, with the reason."""
    return _answered(
        letter,
        PublicationState.REFUSED,
        _("The secretariat has not approved “%(name)s” for the library. Its reason:"),
        "reason",
    )
