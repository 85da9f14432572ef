"""Moving along the table of states, for claims that exist and for new ones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.choices import RegistrationStatus as S
from events.models import SessionPlace
from events.refusals import Reason, Refused
from events.services.states import change_state, move
from events.transitions import TRANSITIONS

NOW = timezone.now()


def new() -> SessionPlace:
    return SessionPlace()


def existing(status: str, **more) -> SessionPlace:
    return SessionPlace(pk=1, status=status, number=1 if status in (S.CONFIRMED, S.OFFERED) else None, **more)


@pytest.mark.parametrize(
    ("line", "status", "queued"),
    [("register", S.CONFIRMED, None), ("apply", S.PENDING, None), ("queue", S.WAITING, NOW)],
)
def test_new_claim_begins_with_a_line_without_source(line, status, queued):
    claim = new()
    claim.number = 3

    move(claim, line, now=NOW)

    assert (claim.status, claim.serial, claim.queued_at, claim.created_at) == (status, 1, queued, NOW)
    # Numbers are for those who hold a place.
    assert claim.number == (3 if status == S.CONFIRMED else None)


@pytest.mark.parametrize("line", [name for name, line in TRANSITIONS.items() if line.sources])
def test_new_claim_cannot_begin_in_the_middle_of_the_table(line):
    claim = new()
    claim.status = TRANSITIONS[line].sources[0]
    before = claim.status

    with pytest.raises(Refused) as caught:
        move(claim, line, now=NOW)

    assert caught.value.reason == Reason.NOT_ALLOWED
    assert claim.status == before


@pytest.mark.parametrize("line", ["register", "apply", "queue"])
def test_claim_that_exists_does_not_begin_again(line):
    with pytest.raises(Refused) as caught:
        move(existing(S.WAITING), line, now=NOW)
    assert caught.value.reason == Reason.NOT_ALLOWED


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, line in TRANSITIONS.items() if line.sources])
@pytest.mark.parametrize("status", S.values)
def test_claim_moves_exactly_along_the_table(name, line, status):
    claim = existing(status, serial=4)
    ends = NOW + timedelta(hours=1)

    if status not in line.sources:
        with pytest.raises(Refused):
            move(claim, name, now=NOW, offer_expires_at=ends)
        assert (claim.status, claim.serial) == (status, 4)
        return
    move(claim, name, now=NOW, offer_expires_at=ends)
    assert ((claim.status,), claim.serial) == (line.targets, 5)
    assert claim.offer_expires_at == (ends if line.targets == (S.OFFERED,) else None)


@pytest.mark.parametrize(("status", "reason"), [(S.WAITING, Reason.REASON_MISSING), (S.CONFIRMED, Reason.NOT_ALLOWED)])
def test_reason_is_asked_only_where_the_line_is_open(status, reason):
    with pytest.raises(Refused) as caught:
        change_state(existing(status), "reject", actor=None, now=NOW, reason=" ")
    assert caught.value.reason == reason
