"""The list of a group's members as a sheet, for its leaders: what the desk shows them, and no more.

No e-mail addresses (leaders write through the group, as everybody), no rhythm of mail, and not when somebody last read:
that mark is for counting alone (docs/decisions/counting-readers.md).
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.sheets import Cell, safe
from cop.members.permissions import can_find_member
from cop.taxonomy.countries import country_name

from .choices import GroupRole
from .models import Membership, Post
from .selectors.doors import Inside
from .selectors.members import member_name, members_of

AT_ONCE = 500


def member_rows(inside: Inside) -> Iterator[list[Cell]]:
    """The head, then one row each, leaders first. Two statements: members, what they wrote.

    Organisation and country of those alone who may be found by the one who asks.
    """
    yield [_("Name"), _("Role"), _("Organisation"), _("Country"), _("Member since"), _("Posts"), _("Last post")]
    posts = Post.objects.filter(thread__group=inside.group.pk, author__isnull=False, deleted_at=None)
    counted = posts.order_by().values("author").annotate(number=Count("pk"), last=Max("created_at"))
    wrote = {row["author"]: (row["number"], row["last"]) for row in counted}
    for membership in members_of(inside).iterator(chunk_size=AT_ONCE):
        yield [safe(value) for value in _row(inside, membership, *wrote.get(membership.member_id, (0, None)))]


def _row(inside: Inside, membership: Membership, number: int, last: datetime | None) -> list[Cell]:
    profile = membership.member.profile
    profile.user = membership.member
    findable = can_find_member(inside.user, profile)
    return [
        member_name(membership.member),
        str(GroupRole(membership.role).label),
        profile.organisation.name if findable and profile.organisation else "",
        country_name(profile.country_id) if findable and profile.country_id else "",
        timezone.localdate(membership.joined_at),
        number,
        timezone.localdate(last) if last else None,
    ]
