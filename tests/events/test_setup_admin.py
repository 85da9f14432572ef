"""Setting registration up in the admin: prefilled, on the event's clock, refused in plain words."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from events.choices import Mode, QuestionKind, RegistrationStatus
from events.forms.setup import lines_as_options, options_as_lines
from events.models import InvitationCode, Question, Registration, RegistrationSetup
from events.refusals import Refused
from events.services.registering import register
from events.services.setup import SET_UP_MEANWHILE, make_codes, save_setup
from tests.factories.events import CategoryFactory, EventPageFactory, RegistrationSetupFactory, moment
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

ROOM = {"name": "In the room"}


def as_posted(setup: dict, categories: list[dict], questions: list[dict] = ()) -> dict[str, str]:
    """What the browser sends: the fields, and both lists with their counters."""
    data = {
        "offer_hours": "48", "freeze_hours": "12", "reminder_days": "7,1", "introduction": "", "opens_at": "",
        "closes_at": "", "edit_until": "", "total_places": "", "has_waiting_list": "on", **setup,
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
    return {key: value for key, value in data.items() if value is not None}


def url(event) -> str:
    return reverse("setups:edit", args=[event.pk])


def saved_category(category, **extra) -> dict:
    return {"id": category.pk, "name": category.name, "places": category.places or "", **extra}


def saved_question(question, **extra) -> dict:
    return {"id": question.pk, "label": question.label, "kind": question.kind, **extra}


@pytest.fixture
def client(client_for, manager):
    """An event manager's browser."""
    return client_for(manager)


# A new set-up ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "names"),
    [(Mode.IN_PERSON, ["In the room"]), (Mode.ONLINE, ["Online"]), (Mode.HYBRID, ["In the room", "Online"])],
)
def test_new_setup_comes_prefilled_and_is_not_saved_by_looking(client, mode, names):
    response = client.get(url(EventPageFactory(mode=mode)))
    formsets = response.context["form"].formsets
    assert [each.instance.name for each in formsets["categories"].forms] == names
    assert [
        (each.instance.label, each.instance.is_sensitive, each.instance.erase_after_days)
        for each in formsets["questions"].forms
    ] == [("Dietary needs", True, 30), ("Access needs", True, 30)]
    assert RegistrationSetup.objects.count() == 0


def test_prefilled_form_as_the_browser_sends_it_back_is_saved(client, manager):
    event = EventPageFactory(mode=Mode.HYBRID)
    formsets = client.get(url(event)).context["form"].formsets
    data = as_posted({"opens_at": "2026-01-10 09:00"}, [], [])
    for name in ("categories", "questions"):
        formset = formsets[name]
        for form in [*formset.forms, formset.management_form]:
            for field in form:
                value = field.value()
                if value is True:
                    data[field.html_name] = "on"
                elif value is not False:
                    data[field.html_name] = "" if value is None else value
        for index in range(len(formset.forms)):
            data[f"{name}-{index}-ORDER"] = index + 1
    response = client.post(url(event), data)
    assert response.status_code == 302, response.context["form"].formsets["questions"].errors
    setup = RegistrationSetup.objects.get()
    assert [(each.name, each.counts_in_total) for each in setup.categories.all()] == [
        ("In the room", True),
        ("Online", False),
    ]
    assert [(each.key, each.is_sensitive) for each in setup.questions.all()] == [
        ("dietary-needs", True),
        ("access-needs", True),
    ]
    entry = ModelLogEntry.objects.for_instance(setup).get()
    assert (entry.action, entry.user) == ("events.setup.create", manager)


def test_times_are_read_and_shown_on_the_events_clock(client, manager):
    manager.time_zone = "Europe/Lisbon"
    manager.save()
    event = EventPageFactory(
        time_zone="Europe/Helsinki", starts_at=moment("2027-06-15 06:00"), ends_at=moment("2027-06-15 14:00")
    )
    times = {"opens_at": "2027-01-10 09:00", "closes_at": "2027-06-10 18:00"}
    assert client.post(url(event), as_posted(times, [ROOM])).status_code == 302
    setup = RegistrationSetup.objects.get()
    assert (setup.opens_at, setup.closes_at) == (moment("2027-01-10 07:00"), moment("2027-06-10 15:00"))
    assert 'value="2027-01-10 09:00"' in client.get(url(event)).text


def test_time_that_the_change_of_clocks_leaves_out_is_refused(client):
    event = EventPageFactory(starts_at=moment("2027-06-15 06:00"), ends_at=moment("2027-06-15 14:00"))
    response = client.post(url(event), as_posted({"opens_at": "2027-03-28 02:30"}, [ROOM]))
    assert list(response.context["form"].errors) == ["opens_at"]
    assert RegistrationSetup.objects.count() == 0


def test_registration_closes_after_it_opens_and_opens_before_the_event_ends(client):
    event = EventPageFactory(starts_at=moment("2027-06-15 06:00"), ends_at=moment("2027-06-15 14:00"))
    late = client.post(url(event), as_posted({"opens_at": "2027-06-16 09:00"}, [ROOM]))
    assert late.context["form"].errors["opens_at"] == ["The event is over by then."]
    turned = {"opens_at": "2027-05-02 09:00", "closes_at": "2027-05-01 09:00"}
    response = client.post(url(event), as_posted(turned, [ROOM]))
    assert response.context["form"].errors["closes_at"] == ["Registration must close after it opens."]


def test_second_setup_of_the_same_event_is_refused(manager):
    setup = RegistrationSetupFactory()
    CategoryFactory(setup=setup)
    second = RegistrationSetup(event=setup.event)
    second.categories = [CategoryFactory.build(setup=None)]
    with pytest.raises(Refused, match="set up registration for this event meanwhile"):
        save_setup(setup=second, actor=manager)
    assert RegistrationSetup.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,7", "7,1"),
        ("7, 7 ,1,", "7,1"),
        ("7,7,1", "7,1"),
        ("", ""),
        ("0", None),
        ("400", None),
        ("a week", None),
        ("7;1", None),
    ],
)
def test_reminder_days(client, typed, kept):
    event = EventPageFactory()
    response = client.post(url(event), as_posted({"reminder_days": typed}, [ROOM]))
    if kept is None:
        assert list(response.context["form"].errors) == ["reminder_days"]
    else:
        assert RegistrationSetup.objects.get().reminder_days == kept


# Places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "categories", "words"),
    [
        ("10", [{"name": "A", "reserved": "6"}, {"name": "B", "reserved": "5"}], "11 places are reserved"),
        ("", [{"name": "A", "places": "3", "reserved": "4"}], "reserves more places than it has"),
        ("10", [{"name": "A", "reserved": "1", "counts_in_total": None}], "does not count in the total"),
    ],
)
def test_more_reserved_than_there_is_is_refused(client, total, categories, words):
    response = client.post(url(EventPageFactory()), as_posted({"total_places": total}, categories))
    assert [words in error for error in response.context["form"].non_field_errors()] == [True]
    assert words in response.text
    assert RegistrationSetup.objects.count() == 0


def test_reserving_exactly_the_total_is_allowed(client):
    categories = [{"name": "A", "reserved": "6"}, {"name": "B", "reserved": "4"}]
    assert client.post(url(EventPageFactory()), as_posted({"total_places": "10"}, categories)).status_code == 302


def test_setup_without_a_category_is_refused(client):
    event = EventPageFactory()
    assert client.post(url(event), as_posted({}, [])).status_code == 200
    assert RegistrationSetup.objects.count() == 0


def test_lowering_places_keeps_everybody_and_says_so(client):
    category = CategoryFactory(places=3)
    event = category.setup.event
    for _each in range(3):
        register(member=UserFactory(), event_id=event.pk, category_id=category.pk)
    response = client.post(
        url(event), as_posted({"opens_at": "2026-01-01 09:00"}, [saved_category(category, places="1")]), follow=True
    )
    assert "3 people have a place, the limit is now 1" in response.text
    assert "Nobody loses a place" in response.text
    assert Registration.objects.filter(status=RegistrationStatus.CONFIRMED).count() == 3


def test_raising_places_offers_them_in_order(client):
    category = CategoryFactory(places=1, setup__offer_hours=48)
    event = category.setup.event
    people = [register(member=UserFactory(), event_id=event.pk, category_id=category.pk) for _each in range(4)]
    response = client.post(
        url(event), as_posted({"opens_at": "2026-01-01 09:00"}, [saved_category(category, places="3")]), follow=True
    )
    assert "2 people moved up from the waiting list." in response.text
    assert list(Registration.objects.order_by("pk").values_list("status", flat=True)) == [
        "confirmed",
        "offered",
        "offered",
        "waiting",
    ]
    assert [each.status for each in people] == ["confirmed", "waiting", "waiting", "waiting"]
    assert mail.outbox == []


def test_category_with_registrations_is_not_removed(client):
    category, empty = CategoryFactory(name="Full"), None
    event = category.setup.event
    empty = CategoryFactory(setup=category.setup, name="Empty", sort_order=1)
    register(member=UserFactory(), event_id=event.pk, category_id=category.pk)
    opened = {"opens_at": "2026-01-01 09:00"}
    rows = [saved_category(category, DELETE="1"), saved_category(empty)]
    refused = client.post(url(event), as_posted(opened, rows))
    assert "“Full” cannot be removed: it has registrations." in refused.text
    rows = [saved_category(category), saved_category(empty, DELETE="1")]
    assert client.post(url(event), as_posted(opened, rows)).status_code == 302
    assert [each.name for each in category.setup.categories.all()] == ["Full"]


def test_category_with_codes_is_not_removed(client, manager):
    category = CategoryFactory(name="Speakers")
    other = CategoryFactory(setup=category.setup, name="Other", sort_order=1)
    make_codes(setup=category.setup, actor=manager, category=category)
    rows = [saved_category(category, DELETE="1"), saved_category(other)]
    refused = client.post(url(category.setup.event), as_posted({}, rows))
    assert "“Speakers” cannot be removed: there are invitation codes for it." in refused.text
    assert InvitationCode.objects.count() == 1


# Questions ------------------------------------------------------------------------------------------------------


def test_key_is_made_once_and_stays_when_the_words_change(client):
    event = EventPageFactory()
    client.post(url(event), as_posted({}, [ROOM], [{"label": "Your tour"}, {"label": "Your tour!"}]))
    first, second = Question.objects.order_by("sort_order")
    assert (first.key, second.key) == ("your-tour", "your-tour-2")
    room = first.setup.categories.get()
    rows = [saved_question(first, label="Which tour do you take?", ORDER=2), saved_question(second, ORDER=1)]
    assert client.post(url(event), as_posted({}, [saved_category(room)], rows)).status_code == 302
    assert list(Question.objects.order_by("sort_order").values_list("key", "label")) == [
        ("your-tour-2", "Your tour!"),
        ("your-tour", "Which tour do you take?"),
    ]


def test_options_are_written_as_lines(client):
    event = EventPageFactory()
    row = {"label": "Tour", "kind": "one", "choices": "City walk | 20\n\nHarbour\n"}
    assert client.post(url(event), as_posted({}, [ROOM], [row])).status_code == 302
    assert Question.objects.get().options == [
        {"key": "city-walk", "label": "City walk", "places": 20},
        {"key": "harbour", "label": "Harbour", "places": None},
    ]
    assert "City walk | 20\nHarbour</textarea>" in client.get(url(event)).text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("A | many\nB", "after the | stands a number"),
        ("A\nA", "stands there twice"),
        ("A\na", "stands there twice"),
        ("A", "at least two choices"),
        ("", "at least two choices"),
        ("A\n| 4", "1 to 200 characters"),
        ("A\nB | -3", "after the | stands a number"),
        ("A\nB | 1²", "after the | stands a number"),
    ],
)
def test_lines_that_are_no_options_are_refused_beside_the_field(client, lines, words):
    row = {"label": "Tour", "kind": "many", "choices": lines}
    response = client.post(url(EventPageFactory()), as_posted({}, [ROOM], [row]))
    (errors,) = response.context["form"].formsets["questions"].errors
    assert words in errors["choices"][0]


def test_option_keeps_its_key_when_it_is_renamed_in_place_or_moved():
    old = lines_as_options("Bus\nTrain\nBoat | 5", [])
    assert [each["key"] for each in lines_as_options("Bus\nNight train\nBoat | 6", old)] == ["bus", "train", "boat"]
    assert [each["key"] for each in lines_as_options("Boat\nBus\nTrain", old)] == ["boat", "bus", "train"]
    assert [each["key"] for each in lines_as_options("Bus\nPlane\nTrain\nBoat", old)] == [
        "bus",
        "plane",
        "train",
        "boat",
    ]
    assert lines_as_options(options_as_lines(old), old) == old


def dinner(**extra) -> dict:
    return {"label": "Will you come to dinner?", "kind": "yes_no", **extra}


def menu(**extra) -> dict:
    return {"label": "Menu", "after": "will you come to DINNER?", "answered": "yes", **extra}


def test_condition_is_chosen_by_the_words_of_the_other_question(client):
    event = EventPageFactory()
    tour = {"label": "Tour", "kind": "many", "choices": "City walk\nHarbour"}
    shoes = {"label": "Shoe size", "kind": "number", "after": "Tour", "answered": "harbour\nCity walk"}
    response = client.post(url(event), as_posted({}, [ROOM], [dinner(), menu(), tour, shoes]))
    assert response.status_code == 302
    assert list(Question.objects.order_by("sort_order").values_list("key", "depends_on", "depends_values")) == [
        ("will-you-come-to-dinner", "", []),
        ("menu", "will-you-come-to-dinner", [True]),
        ("tour", "", []),
        ("shoe-size", "tour", ["harbour", "city-walk"]),
    ]
    initial = [form.initial for form in client.get(url(event)).context["form"].formsets["questions"].forms]
    assert [(each.get("after"), each.get("answered")) for each in initial] == [
        (None, None),
        ("Will you come to dinner?", "Yes"),
        (None, None),
        ("Tour", "Harbour\nCity walk"),
    ]


def test_renaming_a_question_and_its_choice_keeps_the_condition(client):
    event = EventPageFactory()
    tour = {"label": "Tour", "kind": "one", "choices": "Walk\nBoat"}
    vest = {"label": "Life vest", "after": "Tour", "answered": "Boat"}
    client.post(url(event), as_posted({}, [ROOM], [tour, vest]))
    first, second = Question.objects.order_by("sort_order")
    rows = [
        saved_question(first, label="Which tour?", choices="Walk\nSailing boat"),
        saved_question(second, after="Tour", answered="Boat"),
    ]
    room = saved_category(first.setup.categories.get())
    assert client.post(url(event), as_posted({}, [room], rows)).status_code == 302
    second.refresh_from_db()
    assert (second.depends_on, second.depends_values) == ("tour", ["boat"])
    form = client.get(url(event)).context["form"].formsets["questions"].forms[1]
    assert (form.initial["after"], form.initial["answered"]) == ("Which tour?", "Sailing boat")


@pytest.mark.parametrize(
    ("questions", "field", "words"),
    [
        ([dinner(), menu(after="Lunch")], "after", "no question with these words"),
        ([menu(), dinner()], "after", "must come before"),
        ([dinner(), menu(after="Menu")], "after", "must come before"),
        ([dinner(), menu(answered="perhaps")], "answered", "“perhaps” is no answer"),
        ([dinner(), menu(answered="")], "answered", "Say which answers"),
        ([dinner(kind="long"), menu()], "after", "Only a question with choices"),
        ([dinner(after="Menu", answered="yes"), menu()], "after", "must come before"),
    ],
)
def test_condition_that_cannot_work_is_refused_beside_the_field(client, questions, field, words):
    response = client.post(url(EventPageFactory()), as_posted({}, [ROOM], questions))
    errors = [each[field][0] for each in response.context["form"].formsets["questions"].errors if field in each]
    assert [words in error for error in errors] == [True]
    assert Question.objects.count() == 0


def test_two_questions_with_the_same_words_are_refused(client):
    response = client.post(url(EventPageFactory()), as_posted({}, [ROOM], [{"label": "Tour"}, {"label": "tour "}]))
    assert response.context["form"].formsets["questions"].errors[1] == {
        "label": ["There is another question with these words."]
    }


@pytest.fixture
def answered(client):
    """An event with one answered question and one that nobody has answered."""
    category = CategoryFactory()
    tour = Question.objects.create(
        setup=category.setup, key="tour", label="Tour", kind=QuestionKind.ONE, sort_order=0,
        options=[{"key": key, "label": key.title(), "places": None} for key in ("walk", "boat", "bus")],
    )  # fmt: skip
    other = Question.objects.create(setup=category.setup, key="other", label="Other", sort_order=1)
    register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk, answers={"tour": "boat"})
    return category, tour, other


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"DELETE": "1"}, "“Tour” cannot be removed: it has been answered."),
        ({"kind": "short", "choices": ""}, "“Tour” has been answered, so it must stay “One of several choices”."),
        ({"choices": "Walk\nBus"}, "“Boat” cannot be removed from “Tour”: somebody has chosen it."),
    ],
)
def test_answered_question_is_not_broken(client, answered, change, words):
    category, tour, other = answered
    rows = [saved_question(tour, **{"choices": "Walk\nBoat\nBus", **change}), saved_question(other)]
    response = client.post(url(category.setup.event), as_posted({}, [saved_category(category)], rows))
    assert words in response.text
    tour.refresh_from_db()
    assert (tour.kind, len(tour.options)) == (QuestionKind.ONE, 3)


@pytest.mark.parametrize("change", [{"choices": "Walk\nFerry\nBus"}, {"choices": "Walk\nBoat"}, {"label": "Trip"}])
def test_answered_question_may_change_in_what_nobody_chose(client, answered, change):
    category, tour, other = answered
    rows = [saved_question(tour, **{"choices": "Walk\nBoat\nBus", **change}), saved_question(other, DELETE="1")]
    response = client.post(url(category.setup.event), as_posted({}, [saved_category(category)], rows))
    assert response.status_code == 302
    assert list(Question.objects.values_list("key", flat=True)) == ["tour"]
    assert "boat" in [each["key"] for each in Question.objects.get().options]


# Codes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def codes_url():
    setup = CategoryFactory(name="Speakers", is_public=False).setup
    return setup, lambda name: reverse(f"setups:{name}", args=[setup.event.pk])


def code_data(**extra) -> dict:
    return {
        "code": "",
        "count": "1",
        "emails": "",
        "max_uses": "1",
        "category": "",
        "expires_at": "",
        "note": "",
        **extra,
    }


def test_many_random_codes(client, codes_url):
    setup, address = codes_url
    client.post(
        address("make_codes"), code_data(count="25", max_uses="2", category=setup.categories.get().pk, note="Press")
    )
    codes = list(InvitationCode.objects.filter(setup=setup))
    assert len({each.code for each in codes}) == 25
    assert {(each.max_uses, each.category.name, each.note, len(each.code)) for each in codes} == {
        (2, "Speakers", "Press", 14)
    }


def test_one_code_for_each_pasted_address(client, codes_url):
    _setup, address = codes_url
    client.post(
        address("make_codes"),
        code_data(emails="Ana Sample\tAna@one.example\nboris@two.example; Cleo <cleo@three.example>, ana@one.example"),
    )
    assert list(InvitationCode.objects.order_by("pk").values_list("email", flat=True)) == [
        "ana@one.example",
        "boris@two.example",
        "cleo@three.example",
    ]


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"emails": "ana@one"}, "emails"),
        ({"emails": "nobody"}, "emails"),
        ({"count": "0"}, "count"),
        ({"count": "100000"}, "count"),
        ({"max_uses": "0"}, "max_uses"),
        ({"code": "two words"}, "code"),
        ({"code": "X", "emails": "a@one.example b@one.example"}, "code"),
    ],
)
def test_codes_that_cannot_be_are_refused_beside_the_field(client, codes_url, extra, field):
    _setup, address = codes_url
    response = client.post(address("make_codes"), code_data(**extra))
    assert list(response.context["form"].errors) == [field]
    assert InvitationCode.objects.count() == 0


def test_code_that_exists_in_another_case_is_refused(client, codes_url):
    setup, address = codes_url
    client.post(address("make_codes"), code_data(code="Speaker27"))
    response = client.post(address("make_codes"), code_data(code="SPEAKER27"))
    assert response.context["form"].errors == {"code": ["There is a code “SPEAKER27” already."]}
    assert [each.code for each in setup.codes.all()] == ["Speaker27"]


def test_category_of_another_event_is_not_offered(client, codes_url):
    _setup, address = codes_url
    response = client.post(address("make_codes"), code_data(category=CategoryFactory().pk))
    assert list(response.context["form"].errors) == ["category"]


def test_used_code_is_withdrawn_and_unused_one_removed(client, codes_url, manager):
    setup, address = codes_url
    used, unused = make_codes(setup=setup, actor=manager, count=2, max_uses=5)
    InvitationCode.objects.filter(pk=used.pk).update(uses=2)
    for each in (used, unused):
        page = reverse("setups:withdraw_code", args=[setup.event_id, each.pk])
        assert "Withdraw the code" in client.get(page).text
        assert client.post(page).status_code == 302
    (left,) = InvitationCode.objects.all()
    assert (left.code, left.uses, left.max_uses) == (used.code, 2, 5)
    assert left.expires_at <= timezone.now()
    assert used.code in client.get(address("codes")).text


def test_codes_as_a_sheet(client, codes_url, manager):
    setup, address = codes_url
    make_codes(setup=setup, actor=manager, code="=CODE", note="@note", expires_at=timezone.now() + timedelta(days=1))
    sheet = load_workbook(BytesIO(client.get(address("export_codes")).getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Code", "Used", "How often")
    assert (rows[1][0], rows[1][1], rows[1][2], rows[1][6]) == ("'=CODE", 0, 1, "'@note")
    assert (
        ModelLogEntry.objects.for_instance(setup).filter(action="events.setup.export_codes", user=manager).count() == 1
    )


# Two editors ----------------------------------------------------------------------------------------------------


@pytest.fixture
def other(client_for):
    """The browser of a second event manager."""
    colleague = UserFactory(name="Otto Other", is_staff=True)
    colleague.groups.add(Group.objects.get(name="Event managers"))
    return client_for(colleague)


@pytest.fixture
def opened():
    """A set-up with a category and a question that two editors have opened; what the browser of one sends back."""
    category = CategoryFactory(setup__total_places=50)
    question = Question.objects.create(setup=category.setup, key="why", label="Why?")

    def send(browser, *, seen, setup=None, categories=None, questions=None):
        data = as_posted(
            {"opens_at": "2026-01-01 09:00", "total_places": "50", "seen": str(seen), **(setup or {})},
            [saved_category(category)] if categories is None else categories,
            [saved_question(question)] if questions is None else questions,
        )
        return browser.post(url(category.setup.event), data)

    # As the form saves it: from here on only what an editor changes differs.
    save_setup(setup=category.setup, actor=UserFactory(staff=True))
    return SimpleNamespace(category=category, question=question, send=send, event=category.setup.event)


def version(opened) -> int:
    return RegistrationSetup.objects.get(event=opened.event).version


def test_form_carries_the_version_that_it_was_made_from(client, opened):
    assert f'name="seen" value="{version(opened)}"' in client.get(url(opened.event)).text
    assert 'name="seen" value="0"' in client.get(url(EventPageFactory())).text


def test_second_editor_is_told_what_the_first_changed_and_may_send_again(client, other, opened):
    first = opened.send(client, seen=version(opened), setup={"introduction": ""})
    assert first.status_code == 302
    seen = version(opened)
    assert opened.send(client, seen=seen, setup={"total_places": "80", "needs_approval": "on"}).status_code == 302
    mine = {"total_places": "60", "introduction": "Typed by Otto"}

    refused = opened.send(other, seen=seen, setup=mine)

    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors() == [
        "Somebody else has saved this while you had it open. Nothing of yours has been saved yet."
    ]
    (saving,) = refused.context["savings"]
    assert (saving.who, [tuple(each) for each in saving.changes]) == (
        "Mona Manager",
        [("Places in total", "50", "80"), ("The secretariat approves each registration", "No", "Yes")],
    )
    for words in ("Mona Manager saved on", "Places in total: “50” became “80”", "Typed by Otto</textarea>"):
        assert words in refused.text
    assert 'name="total_places" value="60"' in refused.text
    assert f'name="seen" value="{seen + 1}"' in refused.text
    setup = RegistrationSetup.objects.get(event=opened.event)
    assert (setup.total_places, setup.introduction, setup.needs_approval) == (80, "", True)

    assert opened.send(other, seen=seen + 1, setup=mine).status_code == 302
    setup.refresh_from_db()
    assert (setup.total_places, setup.introduction, setup.version) == (60, "Typed by Otto", seen + 2)


def test_saving_without_a_change_stands_in_nobodys_way(client, other, opened):
    opened.send(client, seen=version(opened))
    seen = version(opened)
    opened.send(client, seen=seen)

    assert opened.send(other, seen=seen, setup={"total_places": "60"}).status_code == 302
    assert RegistrationSetup.objects.get(event=opened.event).total_places == 60


def test_rows_that_the_first_editor_added_stay_and_those_removed_are_new_again(client, other, opened):
    seen = version(opened)
    rows = [saved_category(opened.category), {"name": "Online"}]
    opened.send(client, seen=seen, categories=rows, questions=[saved_question(opened.question, DELETE="1")])

    refused = opened.send(other, seen=seen, setup={"total_places": "60"})
    changed = [tuple(each) for each in refused.context["savings"][0].changes if each[0] != "Introduction"]
    again = opened.send(
        other,
        seen=version(opened),
        setup={"total_places": "60"},
        questions=[{"id": "", "label": "Why?", "kind": "short"}],
    )

    assert refused.status_code == 200
    assert ("Category “Online”", "", "added") in changed
    assert ("Question “Why?”", "", "removed") in changed
    # The row that is gone stands in the form as a new one.
    assert refused.context["form"].formsets["questions"].forms[0].instance.pk is None
    assert 'value="Why?"' in refused.text
    assert again.status_code == 302
    assert sorted(each.name for each in opened.category.setup.categories.all()) == ["In the room", "Online"]
    assert [each.label for each in Question.objects.filter(setup=opened.category.setup)] == ["Why?"]


def test_second_of_two_who_set_the_same_event_up_is_told_and_doubles_nothing(client, other):
    event = EventPageFactory()
    data = as_posted({"seen": "0"}, [ROOM])
    assert client.post(url(event), data).status_code == 302

    for _time in range(2):
        refused = other.post(url(event), data)
        assert refused.context["form"].non_field_errors() == [str(SET_UP_MEANWHILE)]
        assert "Somebody else has set up registration for this event meanwhile." in refused.text

    assert [each.name for each in RegistrationSetup.objects.get().categories.all()] == ["In the room"]


# Who may --------------------------------------------------------------------------------------------------------


def test_lists_of_setups_cost_the_same_with_one_event_and_three(client, django_assert_num_queries):
    CategoryFactory()
    client.get(reverse("setups:index"))
    with django_assert_num_queries(10):
        client.get(reverse("setups:index"))
    for _each in range(2):
        CategoryFactory()
    with django_assert_num_queries(10):
        client.get(reverse("setups:index"))


def test_event_page_leads_managers_to_its_registration(client, client_for, editor, staff):
    event = EventPageFactory()
    page = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert url(event) in client_for(staff).get(page).text
    assert url(event) not in client_for(editor).get(page).text
