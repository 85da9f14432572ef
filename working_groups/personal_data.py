"""What of this room a member takes along, what goes with them, and how long it is kept otherwise."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from cop.core import page_cache
from cop.members.requests import Asked
from cop.privacy.personal_data import Collected, Record, declare, declare_all, eraser, export_chapter
from cop.privacy.retention import Rule, note, rule

from .choices import MembershipState, RequestState
from .models import Call, Invitation, JoinRequest, Membership, RequestScore, WorkingGroup
from .permissions import groups_known_to

if TYPE_CHECKING:
    from cop.members.models import User


def requests_to_join(member: "User") -> Iterator[Asked]:
    """Into groups, for the secretariat's page of the member; one statement."""
    for row in JoinRequest.objects.filter(member=member).select_related("group__page"):
        url = reverse("group_request", args=[row.group.page.slug, row.pk])
        what = _("Request to join %(group)s") % {"group": row.group}
        yield Asked(what, row.created_at, row.get_state_display(), url)


@export_chapter("groups", title=gettext_lazy("Working groups"), order=40)
def collect(member: "User") -> Collected:
    """Memberships, requests with their answers and scores, invitations to the member's address, scores given."""
    # A hidden group that they have left is not named any more, whatever it is called by now.
    known = set(groups_known_to(member).values_list("pk", flat=True))
    memberships = Membership.objects.filter(member=member).select_related("group__page").order_by("joined_at", "pk")
    asked = JoinRequest.objects.filter(member=member).select_related("group__page", "call").prefetch_related("scores")
    asked = asked.order_by("created_at", "pk")
    invited = Invitation.objects.filter(email__iexact=member.email).select_related("group__page").order_by("pk")
    return Collected(
        [
            *(
                Record(
                    str(each.group) if each.group_id in known else _("A working group that you have left"),
                    [
                        ("role", _("Role"), each.get_role_display()),
                        ("state", _("State"), each.get_state_display()),
                        ("mail", _("Mail"), each.get_rhythm_display()),
                        ("joined_at", _("Joined"), each.joined_at),
                        ("ended_at", _("Ended"), each.ended_at),
                        ("read_month", _("Month of the last visit"), each.read_month),
                        ("rules_accepted_at", _("Rules accepted"), each.rules_accepted_at),
                    ],
                )
                for each in memberships
            ),
            *(
                Record(
                    _("Request to join %(group)s") % {"group": each.group}
                    if each.group_id in known
                    else _("Request to join a working group"),
                    [
                        ("asked_at", _("Asked"), each.created_at),
                        ("changed_at", _("Changed"), each.changed_at),
                        ("state", _("State"), each.get_state_display()),
                        ("reason", _("Reason"), each.reason),
                        ("call", _("Call"), each.call.title if each.call else ""),
                        *(
                            (f"score.{number}", _("Score of a leader"), f"{score.score}: {score.note}".rstrip(": "))
                            for number, score in enumerate(each.scores.all(), start=1)
                        ),
                        *(
                            (f"answer.{number}", question, answer)
                            for number, (question, answer) in enumerate(each.answers, start=1)
                        ),
                    ],
                )
                for each in asked
            ),
            *(
                Record(_("Invitation to %(group)s") % {"group": each.group}, [("made_at", _("Made"), each.created_at)])
                for each in invited
            ),
            *(
                Record(
                    _("Score that you gave"),
                    [
                        ("score", _("Score"), each.score),
                        ("note", _("Your note"), each.note),
                        ("scored_at", _("Given"), each.scored_at),
                    ],
                )
                for each in RequestScore.objects.filter(author=member).order_by("scored_at", "pk")
            ),
        ]
    )


@eraser("groups", order=30)
def erase(member: "User") -> None:
    """They belong nowhere any more; the groups' histories keep what happened, without name or reason.

    Nobody is refused as the last leader: whoever wants to go may go, and the secretariat finds a new one.
    """
    for group_id in Membership.objects.filter(member=member).values_list("group_id", flat=True):
        page_cache.touch(f"group:{group_id}")
    Membership.objects.filter(member=member).delete()
    JoinRequest.objects.filter(member=member).delete()
    Invitation.objects.filter(email__iexact=member.email).delete()
    # What they thought of others counts on, as a former member's.
    RequestScore.objects.filter(author=member).update(author=None)
    Call.objects.filter(author=member).update(author=None)
    kind = ContentType.objects.get_for_model(WorkingGroup)
    lines = list(ModelLogEntry.objects.filter(content_type=kind, data__member=member.pk))
    for line in lines:
        line.data = {key: value for key, value in line.data.items() if key not in ("member", "reason")} | {
            "name": str(_("Former member"))
        }
    ModelLogEntry.objects.bulk_update(lines, ["data"], batch_size=200)


@rule(
    "group-requests",
    what=gettext_lazy("Requests to join a working group, with their answers"),
    counted_from=gettext_lazy("the leaders' answer"),
    days=365,
    why=gettext_lazy("So that leaders know whom they have answered; whoever belongs to the group stays a member."),
    order=60,
)
def remove_old_requests(now: datetime, kept: Rule) -> int:
    over = JoinRequest.objects.exclude(state=RequestState.OPEN).filter(decided_at__lte=kept.before(now))
    return over.delete()[0]


@rule(
    "group-invitations",
    what=gettext_lazy("Invitations into a working group, with the address"),
    counted_from=gettext_lazy("the day until which they are valid"),
    days=30,
    why=gettext_lazy("Used, withdrawn or expired, they open nothing."),
    order=61,
)
def remove_old_invitations(now: datetime, kept: Rule) -> int:
    return Invitation.objects.filter(expires_at__lte=kept.before(now)).delete()[0]


@rule(
    "group-memberships",
    what=gettext_lazy("That somebody once belonged to a working group"),
    counted_from=gettext_lazy("the end of the membership"),
    days=730,
    why=gettext_lazy("So that who comes back finds it as it was. What they wrote in the group stays."),
    order=62,
)
def remove_old_memberships(now: datetime, kept: Rule) -> int:
    ended = [MembershipState.LEFT, MembershipState.REMOVED]
    return Membership.objects.filter(state__in=ended, ended_at__lte=kept.before(now)).delete()[0]


note(
    "group-bans",
    what=gettext_lazy("That somebody is banned from a working group"),
    counted_from=gettext_lazy("the ban"),
    kept=gettext_lazy("until it is lifted, or the account is deleted"),
    why=gettext_lazy("A ban that is forgotten is none."),
    order=63,
)

declare(Membership, exported="groups", erased="groups")
declare(JoinRequest, exported="groups", erased="groups")
declare(Invitation, exported="groups", erased="groups")
declare(RequestScore, exported="groups", erased="groups")
declare(Call, erased="groups", reason="Words of leaders about the group, not of people.")
declare_all("Words of leaders about the group, not of people.", "working_groups.WorkingGroup")
