"""Switching letters off and on again."""

from ..links import Subscriber
from ..models import Unsubscription


def unsubscribe(*, subscriber: Subscriber) -> None:
    """No letters of this group any more; saying it twice changes nothing. Whoever holds the link is the actor."""
    Unsubscription.objects.bulk_create(
        [Unsubscription(member_id=subscriber.member_id, address=subscriber.address, group=subscriber.group)],
        ignore_conflicts=True,
    )


def subscribe_again(*, subscriber: Subscriber) -> None:
    """Letters of this group come again; saying it twice changes nothing."""
    Unsubscription.objects.filter(
        member_id=subscriber.member_id, address=subscriber.address, group=subscriber.group
    ).delete()
