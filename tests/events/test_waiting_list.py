"""The waiting list of event, category and session: order, offers, expiry, freeze, moving up by hand."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.members.models import User
from events.choices import RegistrationStatus as S
from events.models import Registration
from events.refusals import Reason, Refused
from events.selectors.offers import offer_url
from events.services import deciding, waiting_list
from events.services.cancelling import cancel_registration
from events.services.changing import change_registration
from events.services.registering import register
from tests.factories.events import CategoryFactory, RegistrationSetupFactory, SessionFactory
from tests.letters import deliver_all, kinds, letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def setup():
    return RegistrationSetupFactory(total_places=1, offer_hours=48, freeze_hours=12)


@pytest.fixture
def room(setup):
    return CategoryFactory(setup=setup)


def somebody(number: int) -> User:
    return User.objects.create_user(f"somebody-{number}@members.example", name=f"Somebody {number}")


def enrol(number: int, category, **more) -> Registration:
    return register(member=somebody(number), event_id=category.setup.event_id, category_id=category.pk, **more)


def statuses(*registrations) -> list[str]:
    return [Registration.objects.get(pk=each.pk).status for each in registrations]


def leave(registration: Registration) -> None:
    cancel_registration(registration=registration, actor=registration.member)


def test_cancel_offers_the_place_to_the_first_in_line(room):
    holder, first, second = (enrol(n, room) for n in range(3))

    leave(holder)

    assert statuses(holder, first, second) == [S.CANCELLED, S.OFFERED, S.WAITING]
    first.refresh_from_db()
    assert first.place_number == 1
    assert first.offer_expires_at - timezone.now() > timedelta(hours=47)
    assert kinds(member=first.member) == ["events.waiting", "events.offer"]
    assert kinds(member=holder.member) == ["events.confirmed", "events.cancelled"]


@pytest.mark.parametrize("offer_hours", [48, 0])
def test_account_that_is_switched_off_is_passed_over_and_keeps_its_turn(setup, room, offer_hours):
    setup.offer_hours = offer_hours
    setup.save()
    holder, off, second = (enrol(n, room) for n in range(3))
    User.objects.filter(pk=off.member_id).update(is_active=False)

    leave(holder)

    assert statuses(off, second) == [S.WAITING, S.OFFERED if offer_hours else S.CONFIRMED]
    assert kinds(member=off.member) == ["events.waiting"]
    User.objects.filter(pk=off.member_id).update(is_active=True)
    leave(Registration.objects.get(pk=second.pk))
    assert statuses(off) == [S.OFFERED if offer_hours else S.CONFIRMED]


def test_session_passes_over_an_account_that_is_switched_off(setup, room):
    setup.total_places = None
    setup.save()
    session = SessionFactory(event=setup.event, needs_choice=True, places=1)
    holder, off, second = (enrol(n, room, session_ids=[session.pk]) for n in range(3))
    User.objects.filter(pk=off.member_id).update(is_active=False)

    leave(holder)

    assert [each.session_places.get().status for each in (off, second)] == [S.WAITING, S.OFFERED]


def test_cancel_twice_frees_one_place_and_writes_one_letter(room):
    holder, first, second = (enrol(n, room) for n in range(3))

    leave(holder)
    leave(holder)

    assert statuses(first, second) == [S.OFFERED, S.WAITING]
    assert kinds(kind="events.cancelled") == ["events.cancelled"]


def test_accept_confirms_and_accepting_twice_is_once(room):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    first.refresh_from_db()
    serial = first.serial

    waiting_list.accept_offer(claim=first, actor=None, serial=serial)
    waiting_list.accept_offer(claim=first, actor=None, serial=serial)

    assert statuses(first) == [S.CONFIRMED]
    assert kinds(member=first.member) == ["events.waiting", "events.offer", "events.confirmed"]


def test_decline_passes_the_place_on(room):
    holder, first, second = (enrol(n, room) for n in range(3))
    leave(holder)

    waiting_list.decline_offer(claim=Registration.objects.get(pk=first.pk), actor=first.member)

    assert statuses(first, second) == [S.CANCELLED, S.OFFERED]


def test_accept_with_the_number_of_an_earlier_change_is_refused(room):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    first.refresh_from_db()

    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=first, actor=None, serial=first.serial - 1)

    assert caught.value.reason == Reason.OFFER_OVER
    assert statuses(first) == [S.OFFERED]


def test_offer_ends_in_its_last_second_and_goes_to_the_next(room):
    holder, first, second = (enrol(n, room) for n in range(3))
    leave(holder)
    first.refresh_from_db()
    ends = first.offer_expires_at

    assert waiting_list.sweep(now=ends - timedelta(seconds=1)) == 0
    assert statuses(first, second) == [S.OFFERED, S.WAITING]
    assert waiting_list.sweep(now=ends) == 1
    assert statuses(first, second) == [S.EXPIRED, S.OFFERED]
    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=first, actor=first.member, now=ends)
    assert caught.value.reason == Reason.OFFER_OVER
    assert waiting_list.sweep(now=ends) == 0
    assert kinds(member=first.member) == ["events.waiting", "events.offer", "events.offer_expired"]
    assert kinds(member=second.member) == ["events.waiting", "events.offer"]


def test_accept_after_the_end_is_refused_though_the_clock_has_not_swept(room):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    first.refresh_from_db()

    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=first, actor=first.member, now=first.offer_expires_at)

    assert caught.value.reason == Reason.OFFER_OVER


def test_accept_by_the_link_of_an_account_switched_off_since_is_refused(room, client):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    User.objects.filter(pk=first.member_id).update(is_active=False)
    claim = Registration.objects.get(pk=first.pk)

    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=claim, actor=None)

    assert caught.value.reason == Reason.INACTIVE
    assert statuses(first) == [S.OFFERED]
    assert client.get(offer_url(claim).removeprefix(settings.SITE_URL)).status_code == 410


def test_accept_for_an_event_that_was_called_off_is_refused(setup, room):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    setup.event.state.cancelled_at = timezone.now()
    setup.event.state.save()

    with pytest.raises(Refused) as caught:
        waiting_list.accept_offer(claim=Registration.objects.get(pk=first.pk), actor=first.member)

    assert caught.value.reason == Reason.EVENT_CANCELLED
    assert statuses(first) == [S.OFFERED]


def test_offers_of_a_cancelled_event_are_left_alone(setup, room):
    holder, first = (enrol(n, room) for n in range(2))
    leave(holder)
    first.refresh_from_db()
    setup.event.state.cancelled_at = timezone.now()
    setup.event.state.save()
    later = first.offer_expires_at + timedelta(minutes=1)

    assert waiting_list.sweep(now=later) == 0
    assert waiting_list.expire_offers(setup.event_id, now=later) == 0

    assert statuses(first) == [S.OFFERED]
    assert kinds(member=first.member) == ["events.waiting", "events.offer"]


def test_without_offer_hours_the_place_is_given_at_once(setup, room):
    setup.offer_hours = 0
    setup.save()
    holder, first = (enrol(n, room) for n in range(2))

    leave(holder)

    assert statuses(first) == [S.CONFIRMED]
    assert kinds(member=first.member) == ["events.waiting", "events.confirmed"]


def test_priority_goes_first_and_needs_a_reason(staff, room):
    holder, first, second = (enrol(n, room) for n in range(3))
    with pytest.raises(Refused) as caught:
        waiting_list.prioritise(registration=second, actor=staff, priority=5, reason="  ")
    assert caught.value.reason == Reason.REASON_MISSING

    waiting_list.prioritise(registration=second, actor=staff, priority=5, reason="Speaks in the plenary")
    leave(holder)

    assert statuses(first, second) == [S.WAITING, S.OFFERED]
    entry = ModelLogEntry.objects.for_instance(second).get(action="events.claim.prioritise")
    assert (entry.user, entry.data["reason"], entry.data["priority"]) == (staff, "Speaks in the plenary", [0, 5])


def test_nothing_is_offered_from_the_freeze_on(setup, room):
    holder, first = (enrol(n, room) for n in range(2))
    freeze = setup.event.starts_at - timedelta(hours=12)

    cancel_registration(registration=holder, actor=holder.member, now=freeze)
    assert statuses(first) == [S.WAITING]
    assert waiting_list.sweep(now=freeze) == 0
    assert statuses(first) == [S.WAITING]

    waiting_list.sweep(now=freeze - timedelta(hours=1))
    first.refresh_from_db()
    assert first.status == S.OFFERED
    # An offer never outlasts the freeze.
    assert first.offer_expires_at == freeze


def test_sweep_offers_what_a_killed_process_left_free(setup, room):
    holder, first = (enrol(n, room) for n in range(2))
    # As if the process had died between giving the place back and offering it.
    Registration.objects.filter(pk=holder.pk).update(status=S.CANCELLED, place_number=None, category_number=None)

    waiting_list.sweep()
    waiting_list.sweep()

    assert statuses(first) == [S.OFFERED]
    assert kinds(member=first.member) == ["events.waiting", "events.offer"]


def test_newcomer_does_not_overtake_those_who_wait(setup, room):
    _holder, first = (enrol(n, room) for n in range(2))
    setup.total_places = 2
    setup.save()

    newcomer = enrol(9, room)

    assert newcomer.status == S.WAITING
    waiting_list.sweep()
    assert statuses(first, newcomer) == [S.OFFERED, S.WAITING]


def test_lowering_the_limit_drops_nobody_and_offers_nothing_until_there_is_room(setup, room):
    setup.total_places = 3
    setup.save()
    holders = [enrol(n, room) for n in range(3)]
    waiter = enrol(8, room)
    setup.total_places = 1
    setup.save()

    leave(holders[0])
    assert statuses(*holders, waiter) == [S.CANCELLED, S.CONFIRMED, S.CONFIRMED, S.WAITING]
    leave(holders[1])
    assert statuses(waiter) == [S.WAITING]
    leave(holders[2])
    assert statuses(waiter) == [S.OFFERED]


def test_place_of_a_category_goes_to_who_waits_for_that_category(setup):
    setup.total_places = None
    setup.save()
    room = CategoryFactory(setup=setup, places=1)
    online = CategoryFactory(setup=setup, name="Online", places=1)
    room_holder, online_holder = enrol(1, room), enrol(2, online)
    room_waiter, online_waiter = enrol(3, room), enrol(4, online)

    leave(online_holder)

    assert statuses(room_holder, room_waiter, online_waiter) == [S.CONFIRMED, S.WAITING, S.OFFERED]


class TestByHand:
    def test_promote_into_a_free_place_with_a_reason(self, staff, setup, room):
        holder, first, second = (enrol(n, room) for n in range(3))
        freeze = setup.event.starts_at - timedelta(hours=1)
        cancel_registration(registration=holder, actor=holder.member, now=freeze)

        waiting_list.promote(claim=second, actor=staff, reason="Chairs a session", now=freeze)

        assert statuses(first, second) == [S.WAITING, S.CONFIRMED]

    def test_promote_without_a_place_is_refused(self, staff, room):
        _holder, first = (enrol(n, room) for n in range(2))

        with pytest.raises(Refused) as caught:
            waiting_list.promote(claim=first, actor=staff, reason="A favour")

        assert caught.value.reason == Reason.NO_PLACE
        assert statuses(first) == [S.WAITING]

    def test_promote_without_a_reason_is_refused_and_takes_no_place(self, staff, setup, room):
        _holder, first = (enrol(n, room) for n in range(2))
        setup.total_places = 2
        setup.save()

        with pytest.raises(Refused) as caught:
            waiting_list.promote(claim=first, actor=staff, reason=" ")

        assert caught.value.reason == Reason.REASON_MISSING
        assert statuses(first) == [S.WAITING]

    def test_approve_confirms_while_there_is_a_place_then_queues(self, staff, setup, room):
        setup.needs_approval = True
        setup.save()
        one, two = enrol(1, room), enrol(2, room)

        deciding.approve(registration=one, actor=staff)
        deciding.approve(registration=two, actor=staff)
        deciding.approve(registration=two, actor=staff)

        assert statuses(one, two) == [S.CONFIRMED, S.WAITING]
        assert kinds(member=two.member) == ["events.received", "events.waiting"]

    def test_reject_tells_the_reason(self, staff, setup, room):
        setup.needs_approval = True
        setup.save()
        registration = enrol(1, room)

        deciding.reject(registration=registration, actor=staff, reason="Only for managing authorities")
        message = deliver_all()[-1]

        assert statuses(registration) == [S.REJECTED]
        assert "Only for managing authorities" in message.body

    def test_member_without_right_decides_nothing(self, member, setup, room):
        setup.needs_approval = True
        setup.save()
        registration = enrol(1, room)

        for call in (deciding.approve, deciding.reject):
            with pytest.raises(Refused) as caught:
                call(registration=registration, actor=member, reason="because")
            assert caught.value.reason == Reason.NOT_YOURS
        with pytest.raises(Refused) as caught:
            cancel_registration(registration=registration, actor=member)
        assert caught.value.reason == Reason.NOT_YOURS
        assert statuses(registration) == [S.PENDING]


class TestSessions:
    @pytest.fixture
    def session(self, setup):
        setup.total_places = None
        setup.save()
        return SessionFactory(event=setup.event, needs_choice=True, places=1)

    def claim(self, registration):
        return registration.session_places.order_by("-pk").first()

    def test_place_in_a_session_goes_to_the_next_when_its_holder_drops_it(self, room, session):
        holder, waiter = (enrol(n, room, session_ids=[session.pk]) for n in range(2))

        change_registration(registration=holder, actor=holder.member, answers={}, session_ids=[])

        assert self.claim(holder).status == S.CANCELLED
        claim = self.claim(waiter)
        assert (claim.status, claim.number) == (S.OFFERED, 1)
        assert kinds(member=waiter.member) == ["events.confirmed", "events.session_offer"]
        waiting_list.accept_offer(claim=claim, actor=waiter.member)
        assert self.claim(waiter).status == S.CONFIRMED

    def test_place_in_a_session_comes_free_with_the_registration(self, room, session):
        holder, waiter = (enrol(n, room, session_ids=[session.pk]) for n in range(2))

        leave(holder)

        assert self.claim(waiter).status == S.OFFERED

    def test_offer_of_a_session_ends_and_goes_on(self, room, session):
        holder, first, second = (enrol(n, room, session_ids=[session.pk]) for n in range(3))
        leave(holder)

        waiting_list.sweep(now=self.claim(first).offer_expires_at)

        assert [self.claim(each).status for each in (first, second)] == [S.EXPIRED, S.OFFERED]
        # The registration itself is not touched by what happens to a session.
        assert statuses(first) == [S.CONFIRMED]

    def test_session_chosen_while_waiting_is_held_once_the_offer_is_accepted(self, setup, room, session):
        setup.total_places = 1
        setup.save()
        holder, waiter = enrol(1, room), enrol(2, room, session_ids=[session.pk])
        leave(holder)
        assert self.claim(waiter).status == S.PENDING

        waiting_list.accept_offer(claim=Registration.objects.get(pk=waiter.pk), actor=waiter.member)

        assert (self.claim(waiter).status, self.claim(waiter).number) == (S.CONFIRMED, 1)


class TestChanging:
    def test_change_to_another_category_moves_the_place(self, setup, room):
        online = CategoryFactory(setup=setup, name="Online", counts_in_total=False)
        holder, waiter = (enrol(n, room) for n in range(2))

        change_registration(registration=holder, actor=holder.member, answers={}, session_ids=[], category_id=online.pk)

        holder.refresh_from_db()
        assert (holder.category, holder.status, holder.place_number) == (online, S.CONFIRMED, None)
        assert statuses(waiter) == [S.OFFERED]

    def test_change_to_a_full_category_is_refused_and_keeps_everything(self, setup, room):
        online = CategoryFactory(setup=setup, name="Online", places=1, counts_in_total=False)
        enrol(1, online)
        holder = enrol(2, room)

        with pytest.raises(Refused) as caught:
            change_registration(
                registration=holder, actor=holder.member, answers={"x": "y"}, session_ids=[], category_id=online.pk
            )

        holder.refresh_from_db()
        assert caught.value.reason == Reason.FULL
        assert (holder.category, holder.answers, holder.place_number) == (room, {}, 1)

    def test_change_of_nothing_writes_nothing(self, room):
        holder = enrol(1, room)

        change_registration(registration=holder, actor=holder.member, answers={}, session_ids=[])

        assert kinds(member=holder.member) == ["events.confirmed"]

    def test_change_after_the_last_moment_is_refused(self, setup, room):
        holder = enrol(1, room)
        setup.edit_until = timezone.now() + timedelta(hours=1)
        setup.save()

        with pytest.raises(Refused) as caught:
            change_registration(
                registration=holder, actor=holder.member, answers={"x": "y"}, session_ids=[], now=setup.edit_until
            )

        assert caught.value.reason == Reason.EDITING_OVER

    def test_change_of_somebody_elses_registration_is_refused(self, member, room):
        holder = enrol(1, room)

        with pytest.raises(Refused) as caught:
            change_registration(registration=holder, actor=member, answers={"x": "y"}, session_ids=[])

        assert caught.value.reason == Reason.NOT_YOURS


def test_every_letter_of_the_waiting_list_can_be_sent(setup, room):
    holder, first, second = (enrol(n, room) for n in range(3))
    leave(holder)
    messages = deliver_all()

    # The waiting letter of the one who has an offer by now is withdrawn: it is no longer true.
    assert [(message.to[0].split("<")[-1].strip(">"), message.subject) for message in messages] == [
        (second.member.email, f"You are on the waiting list: {setup.event.title}"),
        (holder.member.email, f"Your registration is cancelled: {setup.event.title}"),
        (first.member.email, f"A place is free for you: {setup.event.title}"),
    ]
    offer = messages[-1]
    assert "/offers/" in offer.body
    assert "Opening the link changes nothing yet" in offer.body
    assert letters(kind="events.confirmed")[0].state == "withdrawn"
