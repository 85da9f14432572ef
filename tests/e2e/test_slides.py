"""A speaker uploads slides by link, the manager publishes them, they are in the library; also without scripts."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from resources.models import FileVersion
from resources.services.reading import read
from tests.factories.documents import pdf
from tests.factories.events import EventPageFactory, RoomFactory, SessionFactory, SpeakerFactory
from tests.factories.members import UserFactory
from tests.factories.resources import library
from tests.letters import links_of

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "ana@speaker.example"


@pytest.fixture
def event(server):
    library()
    event = EventPageFactory(title="Sample Forum 2027", slug="sample-forum-2027")
    ana = SpeakerFactory(name="Ana Sample", role="Director, Sample Agency", email=ADDRESS)
    hall, room = RoomFactory(event=event), RoomFactory(event=event)
    bruno = SpeakerFactory(name="Bruno Muster")
    SessionFactory(event=event, title="Steel towns and skills", slug="steel", room=hall, speakers=[ana])
    SessionFactory(event=event, title="Closing", slug="closing", room=room, speakers=[bruno])
    return event


@pytest.fixture
def manager(event, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    call_command("write_roles", stdout=StringIO())
    user = UserFactory(name="Mona Manager", is_staff=True)
    user.groups.add(Group.objects.get(name="Event managers"))
    return user


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_speaker_uploads_slides_by_link_the_manager_publishes_them_and_they_are_in_the_library(
    new_page, log_in, axe, letters_to, run_tasks, event, manager, javascript
):
    check = axe if javascript else lambda _page: None
    desk = new_page()
    log_in(desk, manager)
    desk.goto(f"/admin/programmes/{event.pk}/slides/", timeout=60_000)
    desk.get_by_role("link", name="Begin to collect slides").click()
    deadline = timezone.now() + timedelta(days=10)
    desk.get_by_label("when somebody of the desk says so").check()
    desk.get_by_label("Deadline").fill(f"{deadline:%Y-%m-%d} 18:00")
    # The calendar that opens may cover the button.
    desk.get_by_role("button", name="Save").press("Enter")
    # Of the other speaker no address is known.
    desk.get_by_role("button", name="Write to 1 speaker whose slides are missing").click()
    expect(desk.get_by_text("1 letter is on its way.")).to_be_visible()
    # The message in the admin's own colours fades in.
    desk.reload()
    expect(desk.get_by_text("Missing, no address").first).to_be_visible()
    check(desk)

    (letter,) = letters_to(ADDRESS)
    speaker = new_page(javascript=javascript)
    speaker.goto(next(link for link in links_of(letter) if "/slides/" in link))
    expect(speaker.get_by_role("heading", name="Your slides", level=1)).to_be_visible()
    check(speaker)
    speaker.get_by_role("button", name="Send my slides").click()
    expect(speaker.get_by_text("Choose a file.").first).to_be_visible()
    check(speaker)
    slides = {"name": "steel.pdf", "mimeType": "application/pdf", "buffer": pdf("Steel towns", "Who watches")}
    speaker.get_by_label("Your slides").set_input_files(slides)
    expect(speaker.get_by_label("Author")).to_have_value("Sample, Ana")
    speaker.get_by_text("My slides may be published in the library").click()
    speaker.get_by_role("button", name="Send my slides").click()
    expect(speaker.get_by_text("Thank you, your slides are here")).to_be_visible()
    expect(speaker.get_by_text("steel.pdf")).to_be_visible()
    check(speaker)

    visitor = new_page(javascript=javascript)
    visitor.goto("/events/sample-forum-2027/programme/steel/")
    expect(visitor.get_by_role("heading", name="Slides")).to_have_count(0)

    desk.reload()
    desk.get_by_role("button", name=re.compile(r"^Publish\s*: Ana Sample")).click()
    expect(desk.get_by_text("The presentation is in the library.")).to_be_visible()
    desk.reload()
    check(desk)
    assert [message.subject for message in letters_to(ADDRESS)][1:] == [
        "Your slides are in the library: Sample Forum 2027"
    ]
    for version in FileVersion.objects.all():
        read(version.pk)

    visitor.goto("/events/sample-forum-2027/programme/")
    expect(visitor.get_by_role("link", name=re.compile("^Slides"))).to_be_visible()
    check(visitor)
    visitor.goto("/events/sample-forum-2027/programme/steel/")
    check(visitor)
    visitor.get_by_role("region", name="Slides").get_by_role("link", name="Steel towns and skills").click()
    expect(visitor).to_have_url(re.compile(r"/library/steel-towns-and-skills/$"))
    expect(visitor.locator("#cite-apa")).to_contain_text("Sample, A.")
    check(visitor)
    visitor.get_by_role("link", name="Read it here").click()
    expect(visitor.get_by_text("1 of 2")).to_be_visible()

    speaker.reload()
    expect(speaker.get_by_role("link", name="See them in the library")).to_be_visible()
    check(speaker)
