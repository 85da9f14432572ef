"""Who can be called with an @."""

from django.db.models import Exists, OuterRef

from ..models import Membership, Post, Thread
from .doors import Inside


def people_to_mention(
    inside: Inside, thread: Thread | None, begins: str = "", most: int | None = None
) -> dict[int, str]:
    """Who can be called with @ by this writer, by id: members of the group, for they may read it.

    Where the writer may not see who the members are, only those who have written in the thread: a mention must not tell
    who belongs to the group. One statement.
    """
    members = Membership.objects.active().filter(group=inside.group).exclude(member__name="")
    if not inside.can_see_members:
        posts = Post.objects.filter(thread=thread, author=OuterRef("member"), deleted_at__isnull=True)
        members = members.filter(Exists(posts))
    if begins:
        members = members.filter(member__name__icontains=begins)
    found = members.order_by("member__name", "member").values_list("member", "member__name")
    return dict(found[:most] if most else found)
