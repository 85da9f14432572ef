"""Long words without a break: no page of an event scrolls sideways, however narrow the phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.choices import ListConsent, QuestionKind
from events.models import Question
from events.services.registering import register
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory, SessionFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Straßenverkehrsordnung" * 8
PATHS = (
    "/events/",
    "/events/long/",
    "/events/long/register/",
    "/events/long/registration/",
    "/events/long/registration/change/",
    "/events/long/registration/cancel/",
    "/events/long/registration/ticket/",
    "/events/long/participants/",
    "/my/",
)


@pytest.fixture
def people():
    """One who is registered, with long words wherever people or editors may type; one who is not."""
    start = timezone.now() + timedelta(days=30)
    event = EventPageFactory(title=f"Sample {WORD}"[:180], slug="long", city="Y" * 100, venue="Z" * 150)
    setup = RegistrationSetupFactory(event=event, introduction=WORD)
    category = CategoryFactory(setup=setup, name="K" * 90, description=WORD)
    CategoryFactory(setup=setup, name="Other", is_public=False)
    question = Question.objects.create(setup=setup, key="why", kind=QuestionKind.LONG, label=WORD, help_text=WORD)
    session = SessionFactory(event=event, title="S" * 150, needs_choice=True, starts_at=start)
    member, other = UserFactory(name="W" * 150), UserFactory(name="X" * 150)
    for person in (member, other):
        person.profile.completed_at = timezone.now()
        person.profile.save()
    register(
        member=member,
        event_id=event.pk,
        category_id=category.pk,
        badge_name="W" * 150,
        badge_organisation="M" * 200,
        answers={question.key: WORD * 2},
        session_ids=[session.pk],
        list_consent=ListConsent.EVERYBODY,
    )
    return member, other


@pytest.mark.parametrize("width", ["phone"], indirect=True)
@pytest.mark.parametrize("across", [320, 390])
def test_long_words_make_no_page_scroll_sideways(new_page, log_in, people, across):
    wide = {}
    for number, person in enumerate([None, *people]):
        page = new_page()
        page.set_viewport_size({"width": across, "height": 844})
        if person:
            log_in(page, person)
        page.expect_status(404)
        for path in PATHS:
            page.goto(path)
            if too_much := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"):
                wide[f"{number} {path}"] = (too_much, page.evaluate(WIDEST))

    assert wide == {}


# The elements that stick out and hold no other that does.
WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".tiles"))
    .filter(e => ![...e.children].some(c => c.getBoundingClientRect().right > innerWidth + 1))
    .slice(0, 5).map(e => e.tagName + "." + e.className + " in " + e.parentElement.className)"""
