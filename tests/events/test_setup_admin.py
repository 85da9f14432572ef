"""Setting registration up in the admin: prefilled, on the event's clock, refused in plain words."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from cop.members.models import User
from events.choices import Mode, QuestionKind
from events.forms.setup import lines_as_options, options_as_lines
from events.models import Category, InvitationCode, Question, RegistrationSetup
from events.services.registering import register
from events.services.setup import make_codes, save_setup
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory, moment
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db) -> User:
    """An event manager: in the group that comes with the platform, nothing else."""
    from django.contrib.auth.models import Group

    user = UserFactory(name="Mona Manager", is_staff=True)
    user.groups.add(Group.objects.get(name="Event managers"))
    return user


def as_posted(setup: dict, categories: list[dict], questions: list[dict]) -> dict[str, str]:
    """What the browser sends: the fields, and both lists with their counters."""
    data = {
        "offer_hours": "48", "freeze_hours": "12", "reminder_days": "7,1", "introduction": "", "opens_at": "",
        "closes_at": "", "edit_until": "", "total_places": "", **setup,
    }  # fmt: skip
    for name, rows, blank in (
        ("categories", categories, {"kind": "in_person", "reserved": "0", "counts_in_total": "on", "is_public": "on"}),
        ("questions", questions, {"kind": "short", "erase_after_days": "30"}),
    ):
        data |= {
            f"{name}-TOTAL_FORMS": str(len(rows)),
            f"{name}-INITIAL_FORMS": str(sum(1 for row in rows if row.get("id"))),
            f"{name}-MIN_NUM_FORMS": "0",
            f"{name}-MAX_NUM_FORMS": "1000",
        }
        for index, row in enumerate(rows):
            filled = {"id": "", "ORDER": str(index + 1), "DELETE": "", **blank, **row}
            data |= {f"{name}-{index}-{key}": str(value) for key, value in filled.items() if value is not None}
    return data


def url(event) -> str:
    return reverse("setups:edit", args=[event.pk])


def test_new_setup_of_hybrid_event_comes_prefilled(client_for, manager):
    event = EventPageFactory(mode=Mode.HYBRID)
    response = client_for(manager).get(url(event))
    form = response.context["form"]
    assert [each.instance.name for each in form.formsets["categories"].forms] == ["In the room", "Online"]
    assert [
        (each.instance.label, each.instance.is_sensitive, each.instance.erase_after_days)
        for each in form.formsets["questions"].forms
    ] == [("Dietary needs", True, 30), ("Access needs", True, 30)]
    assert RegistrationSetup.objects.count() == 0
    assert "In the room" in response.text


@pytest.mark.parametrize(
    ("mode", "names"), [(Mode.IN_PERSON, ["In the room"]), (Mode.ONLINE, ["Online"]), (Mode.HYBRID, ["In the room", "Online"])]
)
def test_categories_follow_the_mode(client_for, manager, mode, names):
    form = client_for(manager).get(url(EventPageFactory(mode=mode))).context["form"]
    assert [each.instance.name for each in form.formsets["categories"].forms] == names


def test_times_are_read_on_the_events_clock(client_for, manager):
    manager.time_zone = "Europe/Lisbon"
    manager.save()
    event = EventPageFactory(
        time_zone="Europe/Helsinki", starts_at=moment("2027-06-15 06:00"), ends_at=moment("2027-06-15 14:00")
    )
    client = client_for(manager)
    response = client.post(
        url(event),
        as_posted({"opens_at": "2027-01-10 09:00", "closes_at": "2027-06-10 18:00"}, [{"name": "In the room"}], []),
    )
    assert response.status_code == 302, response.context["form"].errors
    setup = RegistrationSetup.objects.get()
    assert setup.opens_at == moment("2027-01-10 07:00")
    assert setup.closes_at == moment("2027-06-10 15:00")
    assert 'value="2027-01-10 09:00"' in client.get(url(event)).text
