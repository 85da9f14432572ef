"""Publishing, moving and calling off an event: its state, its letters, its form in the admin."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cop.editing.tasks import publish_scheduled
from cop.taxonomy.models import Region
from events.ical import event_calendar
from events.models import EventPage, EventState, Registration
from events.permissions import registration_obstacle
from events.refusals import Reason, Refused
from events.services.cancelling import cancel_registration
from events.services.publishing import NAMED, cancel_event, event_published, place_in_full
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, moment
from tests.letters import deliver_all, kinds, letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(member) -> Registration:
    """A confirmed place at an event in thirty days that has been announced."""
    category = CategoryFactory()
    event = category.setup.event
    event_published(event=event)
    registration = register(member=member, event_id=event.pk, category_id=category.pk)
    deliver_all()
    return registration


@pytest.fixture
def event(registration):
    return registration.event


def state(event) -> EventState:
    return EventState.objects.get(event=event)


def publish(event) -> None:
    """As an editor does it."""
    event.save_revision().publish()


def test_first_publishing_notes_what_is_announced_and_tells_nobody():
    event = EventPageFactory()
    event.state.delete()

    assert event_published(event=event) is False

    row = state(event)
    assert (row.sequence, row.told_starts_at, row.told_ends_at) == (0, event.starts_at, event.ends_at)
    assert row.told_place == "Sample Congress Centre, Brussels (In person)"
    assert kinds() == []


def test_country_has_its_english_name_in_letters_and_calendars():
    belgium = Region.objects.get(code="BE")
    assert belgium.name != "Belgium"
    event = EventPageFactory(country=belgium)

    assert place_in_full(event) == "Sample Congress Centre, Brussels, Belgium (In person)"
    assert r"LOCATION:Sample Congress Centre\, Brussels\, Belgium" in event_calendar(event).decode()


def test_publishing_through_wagtail_calls_the_service(event):
    event.starts_at += timedelta(minutes=30)

    publish(event)

    assert state(event).sequence == 1
    assert kinds(kind="events.event_changed") == ["events.event_changed"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_at", timedelta(hours=1)),
        ("starts_at", timedelta(hours=1)),
        ("venue", "Another hall"),
        ("city", "Ghent"),
        ("address", "Second street 2"),
        ("mode", "online"),
    ],
)
def test_moved_event_raises_sequence_and_tells_each_participant_once(event, member, field, value):
    setattr(event, field, getattr(event, field) + value if isinstance(value, timedelta) else value)

    publish(event)
    publish(event)

    assert state(event).sequence == 1
    (letter,) = letters(kind="events.event_changed")
    assert letter.to == member.email
    assert letter.params["old"] != letter.params["new"]


@pytest.mark.parametrize("field", ["summary", "body", "languages"])
def test_other_changes_tell_nobody(event, field):
    setattr(event, field, "New")

    publish(event)

    assert state(event).sequence == 0
    assert kinds(kind="events.event_changed") == []


def test_new_title_raises_sequence_once_and_tells_nobody(event):
    event.title = "New name"

    publish(event)
    publish(event)

    assert state(event).sequence == 1
    assert "SEQUENCE:1\r\n" in event_calendar(EventPage.objects.get(pk=event.pk)).decode()
    assert kinds(kind="events.event_changed") == []


def test_new_title_of_an_event_whose_title_was_not_kept_yet_raises_sequence(event):
    publish(event)
    PageLogEntry.objects.filter(action=NAMED).delete()
    event.title = "New name"

    publish(event)

    assert state(event).sequence == 1


def test_new_title_and_time_raise_sequence_once(event):
    event.title, event.starts_at = "New name", event.starts_at + timedelta(minutes=30)

    publish(event)

    assert state(event).sequence == 1
    assert kinds(kind="events.event_changed") == ["events.event_changed"]


def test_each_move_has_its_letter(event):
    for _time in range(2):
        event.starts_at += timedelta(minutes=30)
        publish(event)

    assert state(event).sequence == 2
    assert kinds(kind="events.event_changed") == ["events.event_changed"] * 2


def test_letter_says_old_and_new_and_carries_the_calendar(event):
    with time_machine.travel("2027-01-01 12:00Z"):
        event.starts_at, event.ends_at = moment("2027-03-16 08:30"), moment("2027-03-16 16:30")
        publish(event)
        deliver_all()
        event.starts_at, event.venue = moment("2027-03-16 09:30"), "Another hall"
        publish(event)

        (message,) = deliver_all()

    assert message.subject == f"Changed: {event.title}"
    for words in (
        "Tuesday 16 March 2027, 10:30–17:30",
        "Tuesday 16 March 2027, 09:30–17:30",
        "Another hall, Brussels (In person)",
        "Sample Congress Centre, Brussels (In person)",
    ):
        assert words in message.body
    (attachment,) = message.attachments
    content = attachment.content if isinstance(attachment.content, str) else attachment.content.decode()
    assert "DTSTART:20270316T093000Z" in content
    # Twice moved, once registered.
    assert "SEQUENCE:3" in content


def test_who_has_cancelled_is_not_told(event, registration, member):
    cancel_registration(registration=registration, actor=member)
    event.starts_at += timedelta(minutes=30)

    publish(event)

    assert kinds(kind="events.event_changed") == []
    assert state(event).sequence == 1


def test_nobody_is_told_of_an_event_that_is_over(event):
    with time_machine.travel(event.ends_at + timedelta(minutes=1)):
        event.venue = "Corrected afterwards"
        publish(event)

    assert kinds(kind="events.event_changed") == []


def test_letter_to_somebody_who_cancelled_meanwhile_is_withdrawn(event, registration, member):
    event.starts_at += timedelta(minutes=30)
    publish(event)
    cancel_registration(registration=registration, actor=member)

    subjects = [message.subject for message in deliver_all()]

    assert f"Changed: {event.title}" not in subjects
    assert [letter.state for letter in letters(kind="events.event_changed")] == ["withdrawn"]


# Calling off ----------------------------------------------------------------------------------------------------


def test_cancelled_event_closes_registration_and_tells_everybody(event, staff, member):
    assert cancel_event(event=event, actor=staff, reason=" The host\n had to withdraw. ") is True

    row = state(event)
    assert (row.cancel_reason, row.sequence) == ("The host had to withdraw.", 1)
    setup = event.registration_setup
    setup.event.refresh_from_db()
    assert registration_obstacle(setup, now=timezone.now()) == Reason.EVENT_CANCELLED
    (message,) = deliver_all()
    assert (message.to, message.subject) == ([f"Ana Member <{member.email}>"], f"Cancelled: {event.title}")
    assert "The host had to withdraw." in message.body
    content = message.attachments[0].content
    assert "STATUS:CANCELLED" in (content if isinstance(content, str) else content.decode())
    entry = PageLogEntry.objects.get(action="events.event.cancelled")
    assert (entry.user, entry.data["told"]) == (staff, 1)


def test_cancelling_twice_tells_once(event, staff):
    cancel_event(event=event, actor=staff, reason="No host.")

    assert cancel_event(event=event, actor=staff, reason="Another.") is False

    assert state(event).cancel_reason == "No host."
    assert kinds(kind="events.event_cancelled") == ["events.event_cancelled"]


def test_cancelled_event_is_not_told_as_moved(event, staff):
    cancel_event(event=event, actor=staff, reason="No host.")
    event.starts_at += timedelta(minutes=30)

    publish(event)

    assert kinds(kind="events.event_changed") == []


def test_moved_then_cancelled_event_sends_only_the_last_word(event, staff):
    event.starts_at += timedelta(minutes=30)
    publish(event)
    cancel_event(event=event, actor=staff, reason="No host.")

    assert [message.subject for message in deliver_all()] == [f"Cancelled: {event.title}"]


@pytest.mark.parametrize(
    ("reason", "ends", "refused"),
    [("", timedelta(days=30), Reason.REASON_MISSING), ("x", -timedelta(hours=1), Reason.EVENT_OVER)],
)
def test_cancelling_is_refused(staff, reason, ends, refused):
    event = EventPageFactory(starts_at=timezone.now() + ends - timedelta(hours=1), ends_at=timezone.now() + ends)

    with pytest.raises(Refused) as caught:
        cancel_event(event=event, actor=staff, reason=reason)

    assert caught.value.reason == refused
    assert state(event).cancelled_at is None


def test_publishing_again_does_not_bring_a_cancelled_event_back(event, staff):
    revision = event.save_revision()
    cancel_event(event=event, actor=staff, reason="No host.")

    revision.publish()

    assert state(event).cancelled_at is not None


# In the admin ---------------------------------------------------------------------------------------------------


@pytest.fixture
def editor_client(client_for, staff, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    staff.time_zone = "Asia/Tokyo"
    staff.save()
    return client_for(staff)


def page_data(event, **values) -> dict:
    return {
        "title": event.title, "slug": event.slug, "kind": event.kind, "mode": event.mode, "time_zone": event.time_zone,
        "starts_at": "2027-07-16 09:30", "ends_at": "2027-07-16 17:30", "venue": event.venue, "city": event.city,
        "address": "", "country": "", "languages": "", "online_address": "", "series": "", "picture": "", "topics": "",
        "summary": "", "body": "null", "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "",
        "documents-TOTAL_FORMS": 0, "documents-INITIAL_FORMS": 0, "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0, "action-publish": "yes", **values,
    }  # fmt: skip


def test_editor_reads_and_writes_times_on_the_clock_at_the_event(editor_client):
    event = EventPageFactory(time_zone="America/New_York", starts_at=moment("2027-01-16 14:00"))
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert 'value="2027-01-16 09:00"' in editor_client.get(address).content.decode()

    response = editor_client.post(address, page_data(event))

    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (moment("2027-07-16 13:30"), moment("2027-07-16 21:30"))


def test_new_time_zone_is_the_one_in_which_the_times_are_read(editor_client):
    event = EventPageFactory(time_zone="America/New_York")

    editor_client.post(
        reverse("wagtailadmin_pages:edit", args=[event.pk]), page_data(event, time_zone="Europe/Brussels")
    )

    event.refresh_from_db()
    assert (event.time_zone, event.starts_at) == ("Europe/Brussels", moment("2027-07-16 07:30"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_at": "2027-03-28 02:30"}, "starts_at"),
        ({"starts_at": "2027-10-31 02:30", "ends_at": "2027-11-01 09:00"}, "starts_at"),
        ({"ends_at": "2027-07-16 09:30"}, "ends_at"),
        ({"time_zone": "Middle/Earth"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"starts_at": ""}, "starts_at"),
    ],
)
def test_impossible_times_are_refused_beside_the_field(editor_client, values, field):
    event = EventPageFactory(time_zone="Europe/Brussels")
    before = event.starts_at

    response = editor_client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), page_data(event, **values))

    assert response.status_code == 200
    assert field in response.context["form"].errors
    event.refresh_from_db()
    assert event.starts_at == before


def test_impossible_start_is_the_only_thing_said_about_the_times(editor_client):
    # Ends before the start that the event had until now.
    event = EventPageFactory(starts_at=moment("2027-07-16 08:00"))
    values = {"starts_at": "2027-03-28 02:30", "ends_at": "2027-03-28 09:00"}

    response = editor_client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), page_data(event, **values))

    assert response.context["form"].errors == {
        "starts_at": [
            "On this day the clock in Brussels is changed, and this time comes twice or not at all. Choose another."
        ]
    }


def test_editor_cancels_an_event_with_a_reason(editor_client, event):
    address = reverse("programmes:cancel_event", args=[event.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert address in editor_client.get(edit).content.decode()

    assert editor_client.get(address).status_code == 200
    assert editor_client.post(address, {"reason": ""}).status_code == 200
    assert state(event).cancelled_at is None
    assert editor_client.post(address, {"reason": "No host."}).status_code == 302

    assert state(event).cancelled_at is not None
    assert address not in editor_client.get(edit).content.decode()


def bulk_unpublish(event) -> str:
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={event.pk}&next=/admin/"


@pytest.mark.parametrize("way", ["page", "bulk", "parent"])
def test_event_with_registrations_is_cancelled_before_it_is_unpublished(editor_client, event, staff, way):
    address = {
        "page": reverse("wagtailadmin_pages:unpublish", args=[event.pk]),
        "bulk": bulk_unpublish(event),
        "parent": reverse("wagtailadmin_pages:unpublish", args=[event.get_parent().pk]),
    }[way]

    html = editor_client.post(address, {"include_descendants": "on"}, follow=True).content.decode()

    assert "people are registered, and nobody would tell them" in html
    assert reverse("programmes:cancel_event", args=[event.pk]) in html
    assert EventPage.objects.get(pk=event.pk).live
    cancel_event(event=event, actor=staff, reason="No host.")
    assert editor_client.post(address, {"include_descendants": "on"}).status_code == 302
    assert not EventPage.objects.get(pk=event.pk).live


@pytest.mark.parametrize("because", ["over", "nobody"])
def test_event_that_nobody_counts_on_can_be_unpublished(editor_client, event, registration, member, because):
    if because == "over":
        EventPage.objects.filter(pk=event.pk).update(
            starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
        )
    else:
        cancel_registration(registration=registration, actor=member)

    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))

    assert not EventPage.objects.get(pk=event.pk).live


# Unpublishing by the clock ----------------------------------------------------------------------------------------


UNDER_ITS_PEOPLE = (
    "People are registered, and nobody would tell them. Choose a time after the event has ended, or cancel the event "
    "first; everybody then gets a letter."
)


@pytest.mark.parametrize(("expires", "refused"), [("2027-07-16 17:29", True), ("2027-07-16 17:30", False)])
def test_date_that_would_unpublish_an_event_under_its_people_is_refused_in_the_editor(
    editor_client, event, registration, member, expires, refused
):
    # It ends at 17:30.
    data = page_data(event, expire_at=expires)
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])

    response = editor_client.post(address, data)

    assert response.status_code == (200 if refused else 302)
    if refused:
        assert response.context["form"].errors == {"expire_at": [UNDER_ITS_PEOPLE]}
        assert "Choose a time after the event has ended" in response.text
        cancel_registration(registration=registration, actor=member)
        assert editor_client.post(address, data).status_code == 302
    assert EventPage.objects.get(pk=event.pk).expire_at is not None


@pytest.fixture
def expired(event):
    """The editor had set a date before anybody registered; it has just passed."""
    event.expire_at = timezone.now() - timedelta(minutes=1)
    publish(event)
    return event


def test_clock_does_not_unpublish_an_event_that_people_count_on_and_says_so(expired, caplog):
    for _time in range(2):
        call_command("publish_scheduled")

    event = EventPage.objects.get(pk=expired.pk)
    assert (event.live, event.expired, event.expire_at) == (True, False, None)
    assert event.get_latest_revision_as_object().expire_at is None
    (entry,) = PageLogEntry.objects.filter(action="events.event.kept")
    assert (entry.page_id, entry.user, entry.data["registered"]) == (event.pk, None, 1)
    assert entry.data["expire_at"] == expired.expire_at.isoformat()
    assert [record.message for record in caplog.records if record.name == "events.services.publishing"] == [
        f"Event {event.pk} was not unpublished: people are registered."
    ]


@pytest.mark.parametrize("because", ["over", "nobody", "cancelled"])
def test_clock_unpublishes_an_event_that_nobody_counts_on(expired, registration, member, staff, because):
    if because == "over":
        EventPage.objects.filter(pk=expired.pk).update(
            starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
        )
    elif because == "nobody":
        cancel_registration(registration=registration, actor=member)
    else:
        cancel_event(event=expired, actor=staff, reason="No host.")

    publish_scheduled.call()

    assert not EventPage.objects.get(pk=expired.pk).live
    assert not PageLogEntry.objects.filter(action="events.event.kept").exists()


def test_dry_run_changes_nothing(expired):
    call_command("publish_scheduled", "--dryrun")

    assert EventPage.objects.get(pk=expired.pk).expire_at == expired.expire_at


def test_clock_publishes_what_is_due():
    event = EventPageFactory(live=False)
    event.go_live_at = timezone.now() + timedelta(hours=1)
    publish(event)
    publish_scheduled.call()
    assert not EventPage.objects.get(pk=event.pk).live

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        publish_scheduled.call()

    assert EventPage.objects.get(pk=event.pk).live
