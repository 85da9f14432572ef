"""An editor puts a programme in order, with the keyboard and with the mouse."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.factories.events import EventPageFactory, RoomFactory, SessionFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    """Three sessions one after the other in one room."""
    event = EventPageFactory(title="Sample Forum", slug="sample-forum")
    room = RoomFactory(event=event, name="Hall A")
    for hour, title in enumerate(("One", "Two", "Three")):
        start = event.starts_at + timedelta(hours=hour)
        SessionFactory(event=event, title=title, room=room, starts_at=start, ends_at=start + timedelta(hours=1))
    return event


@pytest.fixture
def editor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["Editors", "Event managers"]))
    return user


def order(event) -> list[str]:
    return list(event.sessions.order_by("starts_at").values_list("title", flat=True))


def test_sessions_change_places_by_keyboard_and_by_dragging(new_page, log_in, event, editor):
    desk = new_page()
    log_in(desk, editor)
    desk.goto(f"/admin/programmes/{event.pk}/rearrange/", timeout=60_000)
    rows = desk.locator("[data-order-row]")
    slots = [rows.nth(number).locator("[data-slot]").inner_text() for number in range(3)]

    down = desk.get_by_role("button", name="Move down: One")
    down.focus()
    desk.keyboard.press("Enter")

    expect(rows.locator("strong")).to_have_text(["Two", "One", "Three"])
    expect(rows.locator("[data-slot]")).to_have_text(slots)
    expect(down).to_be_focused()
    expect(desk.get_by_role("status").filter(has_text="One: position 2 of 3")).to_be_visible()

    rows.nth(2).locator(".desk-order__handle").drag_to(rows.nth(0), target_position={"x": 20, "y": 3})
    expect(rows.locator("strong")).to_have_text(["Three", "Two", "One"])
    desk.get_by_role("button", name="Save the new places").click()

    expect(desk.get_by_text("2 sessions have been moved.")).to_be_visible()
    assert order(event) == ["Three", "Two", "One"]
