"""Calls for expressions of interest: the one of a group, who has answered it, and what the leaders think of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F, FilteredRelation, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.dates import date_range

from ..choices import RequestState
from ..models import Call, JoinRequest, RequestScore
from ..models.call import BEST_SCORE
from .doors import Inside
from .members import member_name

SHOWN = 300
PAST = 20


def latest_call(group_id: int) -> Call | None:
    """The call of a group that is open, else the one that closed last. One statement."""
    return Call.objects.filter(group=group_id).defer("text").order_by("-closes_at", "-pk").first()


def get_call_for(inside: Inside, pk: int) -> Call:
    """A call of this group, for those who lead it; else 404. One statement."""
    call = Call.objects.filter(group=inside.group.pk, pk=min(pk, 2**62)).first()
    if call is None or not inside.can_lead:
        raise Http404
    return call


def closing_words(moment: datetime) -> str:
    """On the clock of the site, so that it is the same for everybody: "12 March 2027, 23:59 (Brussels time)"."""
    zone = timezone.get_default_timezone()
    local = timezone.localtime(moment, zone)
    city = str(zone).rpartition("/")[2].replace("_", " ")
    return _("%(day)s, %(time)s (%(city)s time)") % {
        "day": date_range(local.date()), "time": date_format(local, "H:i"), "city": city,
    }  # fmt: skip


@dataclass(frozen=True)
class InterestRow:
    """Somebody who waits for an answer to a call."""

    name: str
    url: str
    organisation: str
    asked: str
    own: str
    mean: str


@dataclass(frozen=True)
class CallDesk:
    """The newest call as the leaders see it, and the ones before it."""

    call: Call | None
    is_open: bool
    closes: str
    rows: list[InterestRow]
    waiting: int
    answered: list[tuple[str, str]]
    past: list[tuple[str, str]]


def _past_words(call: Call) -> str:
    facts = {
        "day": date_range(timezone.localdate(call.closes_at)),
        # Counted by `call_desk`.
        "accepted": getattr(call, RequestState.ACCEPTED),
        "refused": getattr(call, RequestState.REFUSED),
    }
    return _("closed %(day)s: %(accepted)d accepted, %(refused)d declined") % facts


def call_desk(inside: Inside, now: datetime | None = None) -> CallDesk:
    """The leaders' page of calls. Statements: calls with their numbers; who waits."""
    counted = {
        state: Count("requests", filter=Q(requests__state=state)) for state in RequestState.values
    }  # fmt: skip
    calls = list(
        Call.objects.filter(group=inside.group.pk).annotate(**counted).order_by("-closes_at", "-pk")[: PAST + 1]
    )
    if not calls:
        return CallDesk(None, False, "", [], 0, [], [])
    call = calls[0]
    numbers = {state: getattr(call, state) for state in RequestState.values}
    answered = [
        (_("Accepted"), str(numbers["accepted"])),
        (_("Declined"), str(numbers["refused"])),
        (_("Withdrawn"), str(numbers["withdrawn"])),
    ]
    past = [(each.title, _past_words(each)) for each in calls[1:]]
    rows = _waiting(inside, call) if numbers["open"] else []
    return CallDesk(call, call.is_open(now), closing_words(call.closes_at), rows, numbers["open"], answered, past)


def _waiting(inside: Inside, call: Call) -> list[InterestRow]:
    """The best first, as far as this leader may know: others' scores count once they have given their own."""
    found = (
        JoinRequest.objects.filter(call=call, state=RequestState.OPEN)
        .select_related("member__profile__organisation")
        .annotate(
            mine=FilteredRelation("scores", condition=Q(scores__author=inside.user.pk)),
            own=F("mine__score"),
            own_at=F("mine__scored_at"),
            mean=Avg("scores__score"),
            given=Count("scores"),
        )
        .order_by("created_at", "pk")[:SHOWN]
    )
    scored = sorted(found, key=lambda each: (each.own is None, -(each.mean or 0) if each.own else 0))
    return [_row(inside, each) for each in scored]


def _row(inside: Inside, request: JoinRequest) -> InterestRow:
    own, mean, given = request.own, request.mean, request.given  # type: ignore[attr-defined]
    words = _of_best(own) if own else _("not yet")
    if _is_stale(request, request.own_at):  # type: ignore[attr-defined]
        words = _("%(score)s, before a change") % {"score": words}
    organisation = request.member.profile.organisation
    return InterestRow(
        name=member_name(request.member),
        url=reverse("group_request", args=[inside.page.slug, request.pk]),
        organisation=organisation.name if organisation else "",
        asked=date_range(timezone.localdate(request.created_at)),
        own=words,
        mean=_mean(mean, given) if own else _("after yours"),
    )


def _of_best(score: int) -> str:
    return _("%(score)d of %(best)d") % {"score": score, "best": BEST_SCORE}


def _mean(mean: float, given: int) -> str:
    words = ngettext("%(mean)s (%(n)d score)", "%(mean)s (%(n)d scores)", given)
    return words % {"mean": number_format(mean, 1), "n": given}


@dataclass(frozen=True)
class Scores:
    """What the leaders think of one expression of interest."""

    own: RequestScore | None
    mean: str
    # Name, score, note; of others only once one has given one's own.
    others: list[tuple[str, str, str]]
    hidden: int
    # The answers have changed since one gave one's own.
    is_stale: bool = False


def scores_of(inside: Inside, request: JoinRequest) -> Scores:
    """One statement."""
    found = list(RequestScore.objects.filter(request=request).select_related("author").order_by("scored_at", "pk"))
    own = next((each for each in found if each.author_id == inside.user.pk), None)
    others = [each for each in found if each is not own]
    if own is None:
        return Scores(None, "", [], len(others))
    return Scores(
        own,
        _mean(sum(each.score for each in found) / len(found), len(found)),
        [(_author(each), _of_best(each.score), each.note) for each in others],
        0,
        _is_stale(request, own.scored_at),
    )


def _is_stale(request: JoinRequest, scored_at: datetime | None) -> bool:
    return scored_at is not None and request.changed_at is not None and request.changed_at > scored_at


def _author(score: RequestScore) -> str:
    return member_name(score.author) if score.author is not None else _("Former member")
