"""The secretariat's lists and pages about registrations in the admin: what they show, what they change, who gets in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cop.notifications.models import Letter
from events.choices import QuestionKind, RegistrationStatus
from events.models import AnswerFile, EventPage, Question, Registration
from events.refusals import Reason, Refused
from events.selectors import desk
from events.services import waiting_list
from events.services.changing import change_registration, change_session
from events.services.deciding import record_attendance
from events.services.registering import register
from events.services.setup import make_codes
from tests.factories.events import CategoryFactory, SessionFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def category(db):
    """One way to take part in an event that is open, with two places."""
    return CategoryFactory(places=2, sort_order=0)


@pytest.fixture
def client(client_for, manager):
    """An event manager's browser."""
    return client_for(manager)


def make(category, count: int = 1, **extra) -> list[Registration]:
    """Registrations in order of arrival: the first two confirmed, the others waiting."""
    return [
        register(member=UserFactory(), event_id=category.setup.event_id, category_id=category.pk, **extra)
        for _each in range(count)
    ]


def listing(category) -> str:
    return reverse("registrations:event", args=[category.setup.event_id])


def shown(response) -> list[Registration]:
    return list(response.context["object_list"])


def status_of(registration: Registration) -> str:
    return Registration.objects.values_list("status", flat=True).get(pk=registration.pk)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# Lists ----------------------------------------------------------------------------------------------------------


def test_numbers_on_top(client, category):
    online = CategoryFactory(setup=category.setup, name="Online", counts_in_total=False, sort_order=1)
    CategoryFactory(setup=category.setup, name="Nobody yet", places=5, sort_order=2)
    make(CategoryFactory(), 1)
    make(category, 3)
    make(online, 2)
    numbers = client.get(listing(category)).context["numbers"]
    assert [(row.label, row.total) for row in numbers.states] == [("On the waiting list", 1), ("Confirmed", 4)]
    assert [(row.label, row.total, row.limit, row.waiting) for row in numbers.categories] == [
        ("In the room", 2, 2, 1),
        ("Online", 2, None, 0),
        ("Nobody yet", 0, 5, 0),
    ]
    assert numbers.taken == 2
    everywhere = client.get(reverse("registrations:index")).context["numbers"]
    assert [(row.label, row.total) for row in everywhere.states] == [("On the waiting list", 1), ("Confirmed", 5)]


def test_numbers_take_one_statement(category, django_assert_num_queries):
    make(category, 3)
    with django_assert_num_queries(1):
        desk.numbers(category.setup.event)
    with django_assert_num_queries(1):
        desk.numbers(None)


@pytest.mark.parametrize(("everywhere", "statements"), [(True, 12), (False, 14)])
def test_list_costs_the_same_with_one_row_and_three(
    client, category, django_assert_num_queries, everywhere, statements
):
    address = reverse("registrations:index") if everywhere else listing(category)
    make(category, 1)
    client.get(address)
    with django_assert_num_queries(statements):
        assert len(shown(client.get(address))) == 1
    make(category, 2)
    with django_assert_num_queries(statements):
        assert len(shown(client.get(address))) == 3


def test_search_by_name_address_code_organisation(client, category):
    ana = UserFactory(name="Ana Sample", email="ana.first@agency.example")
    event_id = category.setup.event_id
    wanted = register(member=ana, event_id=event_id, category_id=category.pk, badge_organisation="Sample Cluster")
    make(category, 2)
    for text in ("ana samp", "first@agency", wanted.code.lower(), "cluster", "Ana cluster"):
        assert shown(client.get(listing(category), {"q": text})) == [wanted], text
    assert shown(client.get(listing(category), {"q": "ana nobody"})) == []
    assert client.get(listing(category), {"q": "ana\x00 sample"}).status_code == 200


@pytest.mark.parametrize("name", ["event", "category"])
def test_filter_by_a_number_that_no_row_can_have_is_no_fault_of_ours(client, category, name):
    make(category)
    route = {"event": reverse("registrations:index"), "category": listing(category)}[name]
    answer = client.get(route, {name: "1234567890123456789012345"})
    # SQLite refuses to compare such a number, and the site says so; PostgreSQL finds nothing, and so does the form.
    status, words = (400, "This could not be read") if connection.vendor == "sqlite" else (200, "Select a valid choice")
    assert (answer.status_code, words in answer.text) == (status, True)


def test_filters(client, category, manager):
    event = category.setup.event
    online = CategoryFactory(setup=category.setup, name="Online", sort_order=1)
    session = SessionFactory(event=event, needs_choice=True)
    first, second, third = make(category, 3)
    (fourth,) = make(online, 1, session_ids=[session.pk])
    record_attendance(registration=first, actor=manager, came=True)
    then = timezone.now() - timedelta(days=10)
    Registration.objects.filter(pk=second.pk).update(created_at=then)
    # The desk's day is that of Brussels, which begins before the one of UTC.
    day = timezone.localdate(then).isoformat()
    for query, expected in (
        ({"status": "waiting"}, {third}),
        ({"status": ["waiting", "attended"]}, {first, third}),
        ({"category": online.pk}, {fourth}),
        ({"session": session.pk}, {fourth}),
        ({"checked_in": "yes"}, {first}),
        ({"checked_in": "no"}, {second, third, fourth}),
        ({"created_at_from": day, "created_at_to": day}, {second}),
    ):
        assert set(shown(client.get(listing(category), query))) == expected, query
    elsewhere = CategoryFactory()
    (other,) = make(elsewhere)
    assert set(shown(client.get(reverse("registrations:index"), {"event": elsewhere.setup.event_id}))) == {other}
    assert shown(client.get(listing(elsewhere))) == [other]


def test_sorting_and_pages(client, category):
    make(category, 3)
    names = [each.badge_name for each in shown(client.get(listing(category), {"ordering": "badge_name"}))]
    assert names == sorted(names)
    turned = [each.badge_name for each in shown(client.get(listing(category), {"ordering": "-badge_name"}))]
    assert turned == names[::-1]
    assert client.get(listing(category), {"ordering": "member__password", "p": "99"}).status_code == 200


# Changing -------------------------------------------------------------------------------------------------------


def change(client, name: str, registrations, **data):
    ids = [each.pk for each in registrations]
    return client.post(reverse("registrations:change", args=[name]), {"id": ids, **data})


@pytest.fixture
def waiting(category):
    """Two confirmed, then two who wait."""
    return make(category, 4)


def test_every_action_is_a_line_of_the_table_from_every_state():
    open_by_state = {status: sorted(desk.may_do(status)) for status in RegistrationStatus}
    assert open_by_state == {
        "pending": ["approve", "approve_waiting", "cancel", "reject"],
        "waiting": ["cancel", "prioritise", "promote", "reject"],
        "offered": ["accept", "cancel", "decline"],
        "confirmed": ["attend", "cancel", "miss"],
        "rejected": [],
        "cancelled": [],
        "expired": [],
        "attended": ["miss", "reopen"],
        "no_show": ["attend", "reopen"],
    }


def test_detail_offers_what_the_state_allows(client, waiting):
    for registration, labels in (
        (waiting[0], ["Cancel", "Has come", "Did not come"]),
        (waiting[2], ["Do not accept", "Move up", "Change priority", "Cancel"]),
    ):
        response = client.get(reverse("registrations:detail", args=[registration.pk]))
        assert [str(action.label) for action, _url in response.context["actions"]] == labels


def test_promote_needs_a_reason_and_a_place(client, waiting):
    third = waiting[2]
    form = change(client, "promote", [third]).context["form"]
    assert form.errors == {"reason": ["This field is required."]}
    refused = change(client, "promote", [third], reason="Speaks in the plenary")
    assert ["There is no free place." in text for text in told(refused)] == [True]
    assert status_of(third) == "waiting"
    third.category.places = 3
    third.category.save()
    change(client, "promote", [third], reason="Speaks in the plenary")
    assert status_of(third) == "confirmed"
    entry = ModelLogEntry.objects.for_instance(third).filter(action="events.claim.promote").get()
    assert (entry.data["reason"], entry.user.name) == ("Speaks in the plenary", "Mona Manager")


def test_many_at_once_and_refusals_in_plain_words(client, category, waiting):
    response = change(client, "attend", waiting)
    assert [status_of(each) for each in waiting] == ["attended", "attended", "waiting", "waiting"]
    assert told(response)[-1] == "“Has come”: done for 2 registrations."
    assert [text.split(": ", 1)[1] for text in told(response)[:-1]] == [
        "This cannot be done with a registration in this state."
    ] * 2


def test_scarce_places_go_to_those_who_came_first(client, category, waiting):
    category.places = 3
    category.save()
    change(client, "promote", waiting[::-1], reason="As agreed")
    assert [status_of(each) for each in waiting] == ["confirmed", "confirmed", "confirmed", "waiting"]


def test_cancel_offers_the_place_to_the_next(client, waiting):
    change(client, "cancel", [waiting[0]], reason="Wrote a mail")
    assert [status_of(each) for each in waiting] == ["cancelled", "confirmed", "offered", "waiting"]
    letter = Letter.objects.get(kind="events.cancelled")
    assert (letter.member, letter.params["reason"]) == (waiting[0].member, "Wrote a mail")


def test_priority_changes_the_queue(client, waiting):
    change(client, "prioritise", [waiting[3]], priority="5", reason="Chairs a session")
    assert list(Registration.objects.waiting_in_order()) == [waiting[3], waiting[2]]
    history = client.get(reverse("registrations:detail", args=[waiting[3].pk])).context["dossier"].history
    assert (history[0].who, history[0].what, history[0].reason) == (
        "Mona Manager",
        "Priority changed: from 0 to 5",
        "Chairs a session",
    )


def test_approve_and_reject(client, category):
    category.setup.needs_approval = True
    category.setup.save()
    first, second, third, fourth = make(category, 4)
    change(client, "approve", [first, second, third])
    change(client, "reject", [fourth], reason="For members of the group only")
    assert [status_of(each) for each in (first, second, third, fourth)] == [
        "confirmed",
        "confirmed",
        "waiting",
        "rejected",
    ]
    assert Letter.objects.get(kind="events.rejected").params["reason"] == "For members of the group only"


def test_offer_is_accepted_or_declined_for_somebody(client, category, waiting):
    category.places = 4
    category.save()
    waiting_list.sweep()
    change(client, "accept", [waiting[2]])
    change(client, "decline", [waiting[3]])
    assert [status_of(each) for each in waiting[2:]] == ["confirmed", "cancelled"]


def test_attendance_is_taken_back(client, waiting):
    change(client, "miss", [waiting[0]])
    assert status_of(waiting[0]) == "no_show"
    change(client, "reopen", [waiting[0]])
    assert status_of(waiting[0]) == "confirmed"


def test_question_before_a_change_sorts_out_who_cannot(client, waiting):
    address = reverse("registrations:change", args=["promote"])
    response = client.get(address, {"id": [each.pk for each in waiting], "next": "/admin/registrations/"})
    assert response.context["possible"] == waiting[2:]
    assert response.context["impossible"] == waiting[:2]
    assert [status_of(each) for each in waiting] == ["confirmed", "confirmed", "waiting", "waiting"]


def test_all_of_the_list_means_all_that_its_filters_show(client, category, waiting):
    make(CategoryFactory(places=0), 1)
    address = reverse("registrations:change_event", args=[category.setup.event_id, "cancel"])
    response = client.get(address, {"id": "all", "status": "waiting"})
    assert response.context["possible"] == waiting[2:]
    assert client.get(address, {"id": "all", "status": "nonsense"}).context["possible"] == []


def test_nonsense_ids_actions_and_addresses(client, waiting):
    address = reverse("registrations:change", args=["cancel"])
    response = client.get(address, {"id": ["x", "-1", "99999999", "9" * 40], "next": "https://elsewhere.example/"})
    assert response.context["possible"] == []
    assert response.context["next"] == "/admin/registrations/"
    assert client.get(reverse("registrations:change", args=["delete"])).status_code == 404
    assert client.get(reverse("registrations:event", args=[99999])).status_code == 404
    assert client.get(reverse("registrations:detail", args=[99999])).status_code == 404


# One registration -----------------------------------------------------------------------------------------------


@pytest.fixture
def full(category, manager):
    """A registration with everything: answers of all kinds, a session, a code, letters, a history."""
    setup, event = category.setup, category.setup.event
    options = [{"key": "walk", "label": "City walk", "places": 9}, {"key": "boat", "label": "Boat", "places": None}]
    for order, (key, label, kind, extra) in enumerate(
        (
            ("diet", "Dietary needs", QuestionKind.LONG, {"is_sensitive": True}),
            ("dinner", "Dinner?", QuestionKind.YES_NO, {}),
            ("tour", "Tour", QuestionKind.MANY, {"options": options}),
            ("home", "Country", QuestionKind.COUNTRY, {}),
            ("age", "Years in S3", QuestionKind.NUMBER, {}),
            ("paper", "Paper", QuestionKind.FILE, {}),
        )
    ):
        Question.objects.create(setup=setup, key=key, label=label, kind=kind, sort_order=order, **extra)
    session = SessionFactory(event=event, title="Workshop A", needs_choice=True)
    (code,) = make_codes(setup=setup, actor=manager, code="PRESS")
    answers = {"diet": "no nuts", "dinner": False, "tour": ["walk", "boat"], "home": "EL", "age": 7}
    (registration,) = make(category, answers=answers, session_ids=[session.pk], code=code.code)
    file = AnswerFile(
        registration=registration, question=Question.objects.get(key="paper"), name="Paper.pdf", size=4,
        content_type="application/pdf",
    )  # fmt: skip
    file.file.save("secret-name.pdf", ContentFile(b"%PDF"))
    registration.answers["paper"] = file.pk
    registration.save()
    return registration


def test_detail_shows_everything_in_words(client, full):
    response = client.get(reverse("registrations:detail", args=[full.pk]))
    dossier = response.context["dossier"]
    assert [(each.label, each.text, each.is_sensitive) for each in dossier.answers] == [
        ("Dietary needs", "no nuts", True),
        ("Dinner?", "No", False),
        ("Tour", "City walk, Boat", False),
        ("Country", "Greece", False),
        ("Years in S3", "7", False),
        ("Paper", "Paper.pdf", False),
    ]
    assert [(claim.session.title, claim.status) for claim in dossier.sessions] == [("Workshop A", "confirmed")]
    assert [title for title, _letter in dossier.letters] == ["Registration confirmed"]
    assert [(line.who, line.what) for line in dossier.history] == [(full.member.name, "Registered")]
    for text in (full.code, "PRESS", full.member.email, "sensitive"):
        assert text in response.text


def test_letters_of_another_registration_are_not_shown(client, category):
    first, second = make(category, 2)
    # 1 is the beginning of 10: the prefix ends with a slash.
    Letter.objects.filter(cause__startswith=f"registration/{second.pk}/").update(
        cause=f"registration/{first.pk}0/1/register"
    )
    letters = client.get(reverse("registrations:detail", args=[first.pk])).context["dossier"].letters
    assert [letter.member for _title, letter in letters] == [first.member]


def test_registration_of_a_removed_account_still_shows(client, full):
    Registration.objects.filter(pk=full.pk).update(member=None)
    assert client.get(reverse("registrations:detail", args=[full.pk])).status_code == 200
    assert client.get(listing(full.category)).status_code == 200


# Changing answers -----------------------------------------------------------------------------------------------


def answers_url(registration) -> str:
    return reverse("registrations:answers", args=[registration.pk])


def answers_of(registration, **extra) -> dict:
    """What the browser sends back of the form as it was shown, with a reason."""
    data = {
        "category": registration.category_id,
        "badge_name": registration.badge_name,
        "list_consent": registration.list_consent,
        "sessions": list(registration.session_places.active().values_list("session", flat=True)),
        "q_diet": "no nuts",
        "q_dinner": "no",
        "q_tour": ["walk", "boat"],
        "q_home": "EL",
        "q_age": "7",
        "reason": "Wrote a mail",
        "tell": "on",
        **extra,
    }
    return {name: value for name, value in data.items() if value is not None}


def test_desk_changes_answers_with_a_reason_and_the_member_is_told(client, full, manager):
    detail = reverse("registrations:detail", args=[full.pk])
    assert answers_url(full) in client.get(detail).text
    form = client.get(answers_url(full)).context["form"]
    assert (form["q_diet"].value(), form["q_tour"].value(), form["sessions"].value()) == (
        "no nuts",
        ["walk", "boat"],
        [full.session_places.get().session_id],
    )

    response = client.post(
        answers_url(full), answers_of(full, badge_name="New Name", q_diet="vegan", sessions=None), follow=True
    )

    assert told(response) == ["The changes are saved. The member is told by letter."]
    assert response.redirect_chain == [(detail, 302)]
    paper = full.answers["paper"]
    full.refresh_from_db()
    assert full.answers == {
        "diet": "vegan",
        "dinner": False,
        "tour": ["walk", "boat"],
        "home": "EL",
        "age": 7,
        "paper": paper,
    }
    assert (full.badge_name, full.session_places.active().count()) == ("New Name", 0)
    history = response.context["dossier"].history
    assert (history[0].who, history[0].what, history[0].reason) == (
        "Mona Manager",
        "Answers changed: Dietary needs, name, − Workshop A",
        "Wrote a mail",
    )
    (message,) = [each for each in deliver_all() if each.subject.startswith("Your registration has changed")]
    assert message.to == [f"{full.member.name} <{full.member.email}>"]
    assert "The secretariat has changed your registration." in message.body
    assert "The reason given: Wrote a mail" in message.body
    assert "Was it not you?" not in message.body


def test_desk_may_leave_the_letter_out_but_not_the_reason(client, full):
    refused = client.post(answers_url(full), answers_of(full, badge_name="New Name", reason=" "))
    assert refused.context["form"].errors == {"reason": ["Give a reason; it is kept in the history."]}
    assert 'value="New Name"' in refused.text

    response = client.post(answers_url(full), answers_of(full, badge_name="New Name", tell=None))

    assert told(response) == ["The changes are saved. The member is not told."]
    assert [letter.kind for letter in Letter.objects.all()] == ["events.confirmed"]
    assert Registration.objects.get().badge_name == "New Name"


def test_desk_that_changes_nothing_writes_nothing(client, full):
    response = client.post(answers_url(full), answers_of(full))

    assert told(response) == ["Nothing was different, so nothing was changed."]
    assert [letter.kind for letter in Letter.objects.all()] == ["events.confirmed"]
    assert len(client.get(reverse("registrations:detail", args=[full.pk])).context["dossier"].history) == 1


def test_desk_replaces_a_file_and_that_is_written_down(client, full):
    new = SimpleUploadedFile("new.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")

    client.post(answers_url(full), answers_of(full, q_paper=new))

    (file,) = AnswerFile.objects.all()
    full.refresh_from_db()
    assert (file.name, full.answers["paper"]) == ("new.pdf", file.pk)
    history = client.get(reverse("registrations:detail", args=[full.pk])).context["dossier"].history
    assert history[0].what == "Answers changed: Paper"


def test_sensitive_answers_that_must_be_gone_are_not_asked_again_at_the_desk(client, full):
    event = full.event
    asked = client.get(answers_url(full)).context["form"]
    assert "q_diet" in asked.fields
    EventPage.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=32), ends_at=timezone.now() - timedelta(days=31)
    )

    form = client.get(answers_url(full)).context["form"]
    client.post(answers_url(full), answers_of(full, q_diet="CANARY-4711", q_age="8"))

    assert "q_diet" not in form.fields
    full.refresh_from_db()
    assert ("diet" in full.answers, full.answers["age"]) == (False, 8)


def test_only_the_member_agrees_to_be_seen_by_more(client, full, manager):
    Registration.objects.filter(pk=full.pk).update(list_consent="participants")
    full.refresh_from_db()
    offered = client.get(answers_url(full)).context["form"].fields["list_consent"].choices
    assert [value for value, _label in offered] == ["nobody", "participants"]

    refused = client.post(answers_url(full), answers_of(full, list_consent="everybody"))
    assert list(refused.context["form"].errors) == ["list_consent"]
    with pytest.raises(Refused) as caught:
        change_registration(
            registration=full, actor=manager, answers=full.answers, session_ids=[], list_consent="everybody", reason="x"
        )
    assert caught.value.reason == Reason.NOT_YOURS

    client.post(answers_url(full), answers_of(full, list_consent="nobody"))
    full.refresh_from_db()
    assert full.list_consent == "nobody"


def test_desk_needs_no_answer_but_moves_nobody_beyond_the_places(client, category):
    Question.objects.create(setup=category.setup, key="why", label="Why?", is_required=True)
    speakers = CategoryFactory(setup=category.setup, name="Speakers", is_public=False, places=0, sort_order=1)
    (registration,) = make(category)
    data = {"badge_name": "N", "list_consent": "nobody", "reason": "Speaks", "tell": "on", "category": speakers.pk}

    refused = client.post(answers_url(registration), data)

    assert list(refused.context["form"].errors) == ["category"]
    speakers.places = 1
    speakers.save()
    assert client.post(answers_url(registration), data).status_code == 302
    registration.refresh_from_db()
    assert (registration.category, registration.answers) == (speakers, {})


@pytest.mark.parametrize("because", ["ended", "gone"])
def test_answers_of_what_has_ended_or_whose_account_is_gone_stay(client, full, because):
    Registration.objects.filter(pk=full.pk).update(
        **({"member": None} if because == "gone" else {"status": "cancelled", "place_number": None}),
        **({} if because == "gone" else {"category_number": None}),
    )
    assert answers_url(full) not in client.get(reverse("registrations:detail", args=[full.pk])).text

    for response in (client.get(answers_url(full)), client.post(answers_url(full), answers_of(full, q_age="8"))):
        assert response.status_code == 302
        assert told(response)[-1] == "This cannot be done with a registration in this state."
    full.refresh_from_db()
    assert full.answers["age"] == 7


# By hand --------------------------------------------------------------------------------------------------------


def by_hand(client, category, *, category_id=None, **data):
    address = reverse("registrations:add", args=[category.setup.event_id])
    return client.post(address, {"category": category_id or category.pk, **data})


def test_by_hand_after_closing_in_a_category_that_is_not_public(client, category, manager):
    setup = category.setup
    setup.closes_at = timezone.now() - timedelta(hours=1)
    setup.needs_code = setup.needs_approval = True
    setup.save()
    category.is_public = False
    category.save()
    member = UserFactory(name="Late Speaker", email="late@speakers.example")
    session = SessionFactory(event=setup.event, needs_choice=True)
    response = by_hand(client, category, email="Late@Speakers.example", sessions=[session.pk], reason="Keynote")
    registration = Registration.objects.get()
    assert response.headers["Location"] == reverse("registrations:detail", args=[registration.pk])
    assert (registration.member, registration.status, registration.badge_name) == (member, "confirmed", "Late Speaker")
    assert registration.session_places.get().status == "confirmed"
    assert Letter.objects.get().kind == "events.confirmed"
    entry = ModelLogEntry.objects.for_instance(registration).get()
    assert (entry.user, entry.data["reason"]) == (manager, "Keynote")


def test_by_hand_only_into_free_places_and_once(client, category, waiting):
    new = UserFactory()
    full = by_hand(client, category, email=new.email)
    assert full.context["form"].non_field_errors() == ["There is no free place in “In the room”."]
    category.places = 9
    category.save()
    again = by_hand(client, category, email=waiting[0].member.email)
    assert again.context["form"].non_field_errors() == ["This member is registered for the event already."]
    assert by_hand(client, category, email=new.email).status_code == 302
    assert Registration.objects.filter(member=new).count() == 1


def test_by_hand_unknown_address_and_foreign_category(client, category):
    response = by_hand(client, category, email="nobody@nowhere.example")
    assert list(response.context["form"].errors) == ["email"]
    foreign = by_hand(client, category, email=UserFactory().email, category_id=CategoryFactory().pk)
    assert list(foreign.context["form"].errors) == ["category"]


def test_by_hand_not_when_cancelled_or_over(client, category):
    event = category.setup.event
    member = UserFactory()
    event.state.cancelled_at = timezone.now()
    event.state.save()
    response = by_hand(client, category, email=member.email)
    assert response.context["form"].non_field_errors() == ["This event has been cancelled."]
    event.state.cancelled_at = None
    event.state.save()
    event.starts_at, event.ends_at = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    event.save()
    response = by_hand(client, category, email=member.email)
    assert response.context["form"].non_field_errors() == ["This event is over."]
    assert Registration.objects.count() == 0


# Who may --------------------------------------------------------------------------------------------------------


def addresses(registration) -> list[str]:
    """All pages of the desk, for a registration that has a session."""
    place = registration.session_places.get()
    event, category = registration.event_id, registration.category
    (code,) = make_codes(setup=category.setup, actor=UserFactory(staff=True), count=1)
    return [
        reverse("registrations:index"),
        reverse("registrations:index_results"),
        reverse("registrations:export"),
        *(reverse(f"registrations:{name}", args=[event]) for name in ("event", "event_results", "export_event", "add")),
        reverse("registrations:detail", args=[registration.pk]),
        reverse("registrations:answers", args=[registration.pk]),
        reverse("registrations:add_session", args=[registration.pk]),
        reverse("registrations:cancel_session", args=[registration.pk, place.pk]),
        reverse("registrations:promote_session", args=[registration.pk, place.pk]),
        reverse("registrations:change", args=["cancel"]) + f"?id={registration.pk}",
        reverse("registrations:change_event", args=[event, "cancel"]) + f"?id={registration.pk}",
        reverse("setups:index"),
        reverse("setups:index_results"),
        *(
            reverse(f"setups:{name}", args=[event])
            for name in ("edit", "codes", "codes_results", "make_codes", "export_codes")
        ),
        reverse("setups:withdraw_code", args=[event, code.pk]),
    ]


def test_the_list_of_addresses_above_is_complete():
    from django.urls import get_resolver

    spaces = get_resolver("wagtail.admin.urls").namespace_dict
    names = [name for space in ("registrations", "setups") for name in spaces[space][1].reverse_dict]
    named = [name for name in names if isinstance(name, str)]
    assert sorted(named) == sorted([
        "index", "index_results", "detail", "answers", "add_session", "cancel_session", "promote_session", "change",
        "export", "event", "event_results", "change_event", "export_event", "add",
        "index", "index_results", "edit", "codes", "codes_results", "make_codes", "export_codes", "withdraw_code",
    ])  # fmt: skip


def test_only_managers_get_in(client_for, manager, editor, member, staff, category):
    session = SessionFactory(event=category.setup.event, needs_choice=True)
    (registration,) = make(category, session_ids=[session.pk])
    for address in addresses(registration):
        for allowed in (manager, staff):
            response = client_for(allowed).get(address)
            assert len(response.getvalue()) > 100, address
            assert response.status_code == 200, address
        for method in ("get", "post"):
            denied = getattr(client_for(editor), method)(address)
            assert (denied.status_code, denied.headers["Location"]) == (302, "/admin/"), address
            assert registration.badge_name not in denied.text
            stranger = getattr(client_for(member), method)(address)
            assert stranger.status_code == 403, address
    assert status_of(registration) == "confirmed"


def test_editor_meets_registrations_nowhere_in_the_admin(client_for, editor, manager, category, waiting):
    """Wagtail's history, reports, usage, search and menus (traps.md no. 12)."""
    change(client_for(manager), "cancel", [waiting[0]], reason="Canary reason")
    canaries = [waiting[0].code, waiting[0].badge_name, waiting[0].member.email, "Canary reason", "registrations/"]
    page = category.setup.event.pk
    for address in (
        "/admin/",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/results/",
        "/admin/reports/site-history/?export=csv",
        f"/admin/pages/{page}/history/",
        reverse("wagtailadmin_pages:usage", args=[page]),
        reverse("wagtailadmin_pages:edit", args=[page]),
        reverse("wagtailadmin_pages:copy", args=[page]),
        reverse("wagtailadmin_explore", args=[category.setup.event.get_parent().pk]),
        "/admin/pages/search/?q=Sample",
    ):
        response = client_for(editor).get(address, follow=True)
        content = b"".join(response.streaming_content).decode() if response.streaming else response.text
        assert [canary for canary in canaries if canary in content] == [], address
    history = client_for(manager).get("/admin/reports/site-history/")
    assert waiting[0].code in history.text


def test_right_taken_away_works_on_the_next_request(client_for, manager, category):
    client = client_for(manager)
    assert client.get(listing(category)).status_code == 200
    manager.groups.get().permissions.remove(Permission.objects.get(codename="change_registration"))
    assert client.get(listing(category)).headers["Location"] == "/admin/"
    manager.groups.clear()
    assert client.get(listing(category)).status_code == 403


def test_services_of_the_desk_ask_for_the_right_themselves(waiting, editor, manager):
    waiting[2].category.places = 3
    waiting[2].category.save()
    session = SessionFactory(event=waiting[2].event, needs_choice=True)
    for call in (
        lambda actor: waiting_list.prioritise(registration=waiting[2], actor=actor, priority=5, reason="Chairs"),
        lambda actor: waiting_list.promote(claim=waiting[2], actor=actor, reason="Chairs"),
        lambda actor: change_session(
            registration=waiting[2], session_id=session.pk, wanted=True, actor=actor, reason="Chairs"
        ),
    ):
        with pytest.raises(Refused) as refused:
            call(editor)
        assert refused.value.reason == Reason.NOT_YOURS
        assert not ModelLogEntry.objects.for_instance(waiting[2]).filter(user=editor).exists()
        call(manager)
    assert waiting[2].session_places.get().status == "confirmed"
    assert status_of(waiting[2]) == "confirmed"


@pytest.mark.parametrize("level", ["event", "list", "bulk"])
def test_event_with_registrations_is_not_deleted(client_for, staff, one_factor, category, level):
    make(category)
    event = category.setup.event
    empty = CategoryFactory().setup.event
    page = event if level == "event" else event.get_parent()
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    if level == "bulk":
        address = (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={event.pk}&id={empty.pk}"
        )
    response = client_for(staff).post(address, follow=True)
    assert f"“{event.title}” cannot be deleted: people have registered." in response.text
    assert EventPage.objects.filter(pk__in=[event.pk, empty.pk]).count() == 2
    client_for(staff).post(reverse("wagtailadmin_pages:delete", args=[empty.pk]))
    assert list(EventPage.objects.filter(pk__in=[event.pk, empty.pk])) == [event]
