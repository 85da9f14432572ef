"""Reads of the outbox."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from . import registry
from .choices import LetterState
from .links import Subscriber, without_signatures
from .models import Letter, StoppedAddress, Unsubscription
from .refusals import Reason
from .registry import Kind
from .rendering import Rendered, render_for_keeping


def is_switched_off(letter: Letter, kind: Kind) -> bool:
    """Does its addressee not want letters of this kind, or can it not be reached? Never true of letters about one's
    own place."""
    if not kind.can_be_switched_off:
        return False
    return is_stopped(letter.to) or is_unsubscribed(group=kind.group, member_id=letter.member_id, address=letter.to)


def is_unsubscribed(*, group: str, member_id: int | None, address: str) -> bool:
    """Has this member, or this address without an account, switched the group off?"""
    choices = Unsubscription.objects.filter(group=group)
    if member_id:
        return choices.filter(member_id=member_id).exists()
    return choices.filter(member=None, address=address.lower()).exists()


def is_stopped(address: str) -> bool:
    """Does this address take no letters (`StoppedAddress`)?"""
    return StoppedAddress.objects.filter(address=address.lower()).exists()


def is_reachable(subscriber: Subscriber) -> bool:
    """Is the member behind the link still there? Addresses without an account always are."""
    return subscriber.member_id is None or get_user_model().objects.filter(pk=subscriber.member_id).exists()


def listed_letters() -> QuerySet[Letter]:
    """Letters without their bodies, for lists: a page of them must not weigh megabytes."""
    return Letter.objects.defer("text", "html", "headers", "params")


def resend_obstacle(letter: Letter) -> Reason | None:
    """Why the letter cannot be sent again; None if it can."""
    if letter.state != LetterState.FAILED:
        return Reason.NOT_FAILED
    if letter.kind in [kind.name for kind in registry.known() if kind.is_secret]:
        return Reason.SECRET
    return None


def shown_to_staff(letter: Letter) -> Rendered | None:
    """As `content_of`, with the links blanked out that act for the addressee without logging in."""
    content = content_of(letter)
    if content is None:
        return None
    return Rendered(content.subject, without_signatures(content.text), without_signatures(content.html))


def headers_for_staff(letter: Letter) -> dict[str, str]:
    """The headers as sent, with signed links blanked out."""
    return {name: without_signatures(str(value)) for name, value in letter.headers.items()}


def content_of(letter: Letter) -> Rendered | None:
    """The letter as it was sent; before that, and where its words are not kept, as it would be sent now, without
    secrets; None if it cannot be shown."""
    if letter.text or (letter.sent_at and _keeps_words(letter)):
        return Rendered(letter.subject, letter.text, letter.html)
    try:
        return render_for_keeping(letter, registry.find(letter.kind))
    except Exception:  # A build function may fail for any reason; the page that shows why must not.
        return None


def _keeps_words(letter: Letter) -> bool:
    try:
        kind = registry.find(letter.kind)
        return kind.keeps_words and not kind.confidential
    except registry.UnknownKind:
        return True
