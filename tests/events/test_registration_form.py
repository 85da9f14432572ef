"""The registration form: who sees it, what it asks, what it refuses, and that one press makes one registration."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import IntegrityError
from django.test.client import MULTIPART_CONTENT, Client
from django.utils import timezone

from cop.members.models import User
from events.choices import QuestionKind
from events.choices import RegistrationStatus as S
from events.forms.text import LONG_LENGTH, SHORT_LENGTH
from events.models import InvitationCode, OptionPlace, Registration, SessionPlace
from events.services.by_hand import register_by_hand
from events.services.cancelling import cancel_registration
from events.services.deciding import reject
from events.services.registering import register
from events.views import typed
from tests.events.forum import answers, ask, open_forum, options, statements
from tests.factories.events import CategoryFactory, SessionFactory
from tests.letters import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return open_forum(total_places=300)


@pytest.fixture
def window(client_for, member):
    return client_for(member)


def problems(response) -> list[str]:
    """The error summary of the page, line by line."""
    return [problem.text for problem in response.context["form"].problems]


def send(window, forum, **more):
    return window.post(forum.register_url, answers(forum, **more))


def refused(window, forum, **more) -> list[str]:
    """What the page says; and nobody has been registered."""
    before = Registration.objects.count()
    response = send(window, forum, **more)
    assert response.status_code == 200
    assert Registration.objects.count() == before
    return problems(response)


# The way to the form ----------------------------------------------------------------------------------------------


def test_visitor_is_told_what_happens_and_keeps_the_way_back(client, forum):
    response = client.get(f"{forum.register_url}?code=ABC")

    assert response.status_code == 200
    assert (
        response.context["sign_in_url"] == f"/accounts/login/?next={quote(forum.register_url + '?code=ABC', safe='')}"
    )
    assert response.cookies == {}
    assert "Registering takes a few minutes" in response.text


def test_visitor_who_sends_the_form_is_told_that_nothing_was_registered(client, forum):
    response = client.post(forum.register_url, answers(forum))

    assert response.status_code == 200
    assert "You are no longer signed in" in response.text
    assert Registration.objects.count() == 0


@pytest.fixture
def signed_out(window, forum):
    """`signed_out(**typed)`: the member opens the form, the session ends, the form is sent; the page that answers."""

    def send_late(**typed):
        made_for = window.get(forum.register_url).context["made_for"]
        window.logout()
        return window.post(forum.register_url, answers(forum, made_for=made_for, **typed))

    return send_late


def test_what_was_typed_survives_the_end_of_the_session(window, forum, member, signed_out, code):
    ask(forum, "why", QuestionKind.LONG)
    ask(forum, "topics", QuestionKind.MANY, options=options(water=None, wind=None))
    ask(forum, "diet", QuestionKind.SHORT, is_sensitive=True)

    told = signed_out(
        category=forum.speaker.pk,
        code=code.code,
        badge_name="Typed Name",
        sessions=[forum.one.pk, forum.late.pk],
        q_why="Line one\r\nLine two",
        q_topics=["wind"],
        q_diet="CANARY-4711",
        list_consent="everybody",
    )
    kept = str(dict(window.session))
    window.force_login(member)
    page = window.get(forum.register_url)

    assert "Nothing was registered yet." in told.text
    assert "Typed Name" in kept
    assert "CANARY-4711" not in kept
    form = page.context["form"]
    assert "What you typed is here again" in page.text
    assert not form.is_bound
    assert (form["badge_name"].value(), form["list_consent"].value()) == ("Typed Name", "everybody")
    assert (form["q_why"].value(), form["q_topics"].value()) == ("Line one\r\nLine two", ["wind"])
    assert [choice.label for choice in form.category_choices if choice.checked] == ["Speaker"]
    checked = [each.title for day in form.days for slot in day.slots for each in slot.choices if each.checked]
    assert checked == ["Diffusion surveys", "Monitoring"]
    assert not form["q_diet"].value()
    assert Registration.objects.count() == 0

    send(window, forum)
    assert Registration.objects.get().member == member
    assert typed.KEY not in window.session


def test_what_was_typed_is_not_kept_for_ever_nor_without_the_mark_of_the_form(window, forum, member, signed_out):
    signed_out(badge_name="CANARY-4711")
    assert typed.KEY in window.session

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        window.force_login(member)
        assert "CANARY-4711" not in window.get(forum.register_url).text
    window.logout()
    signed_out_again = window.post(forum.register_url, answers(forum, badge_name="CANARY-4711"))
    assert "Nothing was registered. Please sign in" in signed_out_again.text
    assert typed.KEY not in window.session


def test_somebody_else_at_the_same_browser_finds_nothing(window, forum, other_member, signed_out):
    other_member.name = "Otto Other"
    other_member.save()
    signed_out(badge_name="CANARY-4711")

    window.force_login(other_member)
    page = window.get(forum.register_url)

    assert page.status_code == 200
    assert "CANARY-4711" not in page.text
    assert typed.KEY not in window.session


@pytest.fixture
def strict_window(member):
    """A browser whose forms are asked for their CSRF token, as in life."""
    window = Client(enforce_csrf_checks=True)
    window.force_login(member)
    return window


def test_what_was_typed_survives_signing_in_again_in_another_window(strict_window, member, forum):
    ask(forum, "why", QuestionKind.LONG)
    made_for = strict_window.get(forum.register_url).context["made_for"]
    old = answers(forum, made_for=made_for, badge_name="Typed Name", q_why="Line one", csrfmiddlewaretoken="a" * 64)

    sent = strict_window.post(forum.register_url, old)
    page = strict_window.get(forum.register_url)

    assert (sent.status_code, sent.headers["Location"]) == (302, forum.register_url)
    assert Registration.objects.count() == 0
    assert "What you typed is here again" in page.text
    assert (page.context["form"]["badge_name"].value(), page.context["form"]["q_why"].value()) == (
        "Typed Name",
        "Line one",
    )


def test_old_form_of_somebody_else_or_of_nobody_leaves_no_trace(strict_window, client_for, other_member, forum):
    other_member.name = "Otto Other"
    other_member.save()
    theirs = client_for(other_member).get(forum.register_url).context["made_for"]

    for made_for in (theirs, "", "WzEsMV0:1abc:forged"):
        sent = strict_window.post(forum.register_url, answers(forum, made_for=made_for, badge_name="CANARY-4711"))
        assert sent.status_code == 403
        assert "This form was open too long" in sent.text
        assert typed.KEY not in strict_window.session
    assert Registration.objects.count() == 0


def test_nothing_is_kept_of_forged_or_endless_forms(client, window, forum, signed_out):
    ask(forum, "why", QuestionKind.LONG)
    forged = client.post(forum.register_url, answers(forum, made_for="WzEsMV0:1abc:forged"))
    endless = signed_out(q_why="x" * 40_000)

    for page in (forged, endless):
        assert page.status_code == 200
        assert "Nothing was registered. Please sign in" in page.text
    assert forged.cookies == {}
    assert typed.KEY not in window.session


def test_member_without_a_name_makes_the_profile_first_and_comes_back(client_for, forum):
    newcomer = User.objects.create_user("new@members.example")

    response = client_for(newcomer).get(f"{forum.register_url}?code=ABC")

    assert response.status_code == 302
    assert response["Location"] == f"/welcome/?next={quote(forum.register_url + '?code=ABC', safe='')}"


def test_unknown_and_hidden_events_are_the_same_404(window, forum):
    forum.event.live = False
    forum.event.save()

    assert window.get(forum.register_url).status_code == 404
    assert window.get("/events/nothing/register/").status_code == 404
    assert window.get("/events/%00/register/").status_code == 404
    assert window.get("/events/%00/registration/change/").status_code == 404


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"opens_at": timezone.now() + timedelta(days=1)}, "Registration has not opened yet"),
        ({"opens_at": timezone.now() - timedelta(days=9), "closes_at": timezone.now()}, "Registration is closed"),
        ({"opens_at": None}, "Registration is not possible here"),
        ({"total_places": 0, "has_waiting_list": False}, "All places are taken"),
    ],
)
def test_what_stands_in_the_way_has_a_page_of_its_own_before_anything_is_read(window, forum, change, title):
    for name, value in change.items():
        setattr(forum.setup, name, value)
    forum.setup.save()
    forum.online.delete()
    forum.speaker.delete()

    shown = window.get(forum.register_url)
    sent = window.post(forum.register_url, {"category": "nonsense"})

    assert (shown.status_code, sent.status_code) == (200, 409)
    assert [page.context["closed"].title for page in (shown, sent)] == [title, title]
    assert sent.templates[0].name == "events/registration/closed.html"
    assert len(sent.context["closed"].actions) >= 2
    assert Registration.objects.count() == 0


def test_cancelled_and_past_events_say_so(window, forum):
    state = forum.event.state
    state.cancelled_at, state.cancel_reason = timezone.now(), "The hall is closed."
    state.save()
    response = window.get(forum.register_url)
    assert response.context["closed"].title == "This event has been cancelled"
    assert "The hall is closed." in response.text

    state.cancelled_at = None
    state.save()
    forum.event.starts_at = timezone.now() - timedelta(days=2)
    forum.event.ends_at = timezone.now()
    forum.event.save()
    assert window.post(forum.register_url, answers(forum)).context["closed"].title == "This event is over"


def test_somebody_turned_down_sees_that_and_whom_to_write_to_in_place_of_the_form(
    window, client_for, forum, member, other_member, manager
):
    forum.setup.needs_approval = True
    forum.setup.save()
    mine = register(member=member, event_id=forum.event.pk, category_id=forum.room.pk)
    reject(registration=mine, actor=manager, reason="Only for regions")

    shown = window.get(forum.register_url)
    sent = send(window, forum)
    page = window.get(forum.mine_url)
    box = window.get(forum.event.get_absolute_url()).context["box"]

    assert [(each.status_code, each["Location"]) for each in (shown, sent)] == [(302, forum.mine_url)] * 2
    assert [str(each) for each in page.context["messages"]] == [
        "The secretariat did not accept your registration for this event."
    ]
    for words in ("Only for regions", "please write to the secretariat", 'href="mailto:secretariat@s3cop.example"'):
        assert words in page.text
    assert page.context["can_register_again"] is False
    assert (box.state, [link.url for link in box.links]) == ("rejected", ["mailto:secretariat@s3cop.example"])
    assert box.text == "The letter to you says why. If you have questions, write to the secretariat."
    assert [each.status for each in Registration.objects.all()] == [S.REJECTED]
    assert client_for(other_member).get(forum.register_url).status_code == 200


def test_somebody_turned_down_whom_the_secretariat_then_registered_is_like_everybody(window, forum, member, manager):
    forum.setup.needs_approval = True
    forum.setup.save()
    reject(
        registration=register(member=member, event_id=forum.event.pk, category_id=forum.room.pk),
        actor=manager,
        reason="Only for regions",
    )
    again = register_by_hand(member=member, event_id=forum.event.pk, category_id=forum.room.pk, actor=manager)
    assert window.get(forum.mine_url).context["registration"] == again
    cancel_registration(registration=again, actor=member)

    assert window.get(forum.mine_url).context["can_register_again"] is True
    assert window.get(forum.event.get_absolute_url()).context["box"].state == "open"
    assert window.get(forum.register_url).status_code == 200
    assert send(window, forum)["Location"] == forum.mine_url
    assert Registration.objects.latest("pk").status == S.PENDING


# The form ---------------------------------------------------------------------------------------------------------


def test_form_is_filled_with_what_is_known(window, forum, member):
    response = window.get(forum.register_url)

    form = response.context["form"]
    assert form["badge_name"].value() == member.name
    assert form["list_consent"].value() == "nobody"
    assert [(choice.label, choice.hint) for choice in form.category_choices] == [
        ("In the room", "300 of 300 places left"),
        ("Online", "No limit"),
    ]
    assert [(slot.hours, [choice.title for choice in slot.choices]) for day in form.days for slot in day.slots] == [
        ("11:30–12:45", ["Diffusion surveys"]),
        ("12:00–13:00", ["Roadmaps"]),
        ("14:00–15:30", ["Monitoring"]),
    ]
    assert "Register for Sample Forum" in response.text


def test_how_long_it_takes_is_told_once(window, forum):
    assert "Takes a few minutes." in window.get(forum.register_url).text
    forum.setup.introduction = "Takes about four minutes."
    forum.setup.save()

    text = window.get(forum.register_url).text

    assert "Takes about four minutes." in text
    assert "Takes a few minutes." not in text
    assert "You can change your answers until" in text


def test_registering_confirms_and_leads_to_the_registration(window, forum, member):
    response = send(
        window,
        forum,
        badge_name="Ana  Łukasiewicz",
        badge_organisation="Agency",
        sessions=[forum.one.pk, forum.late.pk],
        list_consent="participants",
    )

    assert (response.status_code, response["Location"]) == (302, forum.mine_url)
    registration = Registration.objects.get(member=member)
    assert (registration.status, registration.category) == (S.CONFIRMED, forum.room)
    assert (registration.badge_name, registration.badge_organisation) == ("Ana Łukasiewicz", "Agency")
    assert registration.list_consent == "participants"
    assert set(registration.session_places.values_list("session", "status")) == {
        (forum.one.pk, S.CONFIRMED),
        (forum.late.pk, S.CONFIRMED),
    }
    assert kinds() == ["events.confirmed"]
    page = window.get(forum.mine_url)
    assert [str(message) for message in page.context["messages"]] == [
        "You are registered. A letter is on its way to you."
    ]


def test_full_category_leads_to_the_waiting_list(window, forum, member):
    forum.room.places = 0
    forum.room.save()

    hints = [choice.hint for choice in window.get(forum.register_url).context["form"].category_choices]
    send(window, forum)

    assert hints[0] == "Full: you join the waiting list"
    assert Registration.objects.get(member=member).status == S.WAITING


def test_full_category_without_waiting_list_is_closed_while_another_is_open(window, forum):
    forum.setup.has_waiting_list = False
    forum.setup.save()
    forum.room.places = 0
    forum.room.save()

    choices = window.get(forum.register_url).context["form"].category_choices

    assert [(choice.label, choice.disabled) for choice in choices] == [("In the room", True), ("Online", False)]
    assert refused(window, forum) == ["All places of “In the room” are taken."]


def test_empty_form_says_everything_at_once_and_keeps_what_was_typed(window, forum):
    ask(forum, "hopes", is_required=True, label="What do you hope for?")

    response = window.post(forum.register_url, {"badge_organisation": "Typed Agency"})

    assert problems(response) == [
        "Choose how you take part",
        "Enter your name",
        "Answer “What do you hope for?”",
        "Choose who may see you on the participant list",
    ]
    assert 'value="Typed Agency"' in response.text
    assert "<title>Error: Register for Sample Forum" in response.text


def test_link_may_choose_the_way_to_take_part(window, forum):
    asked = window.get(f"{forum.register_url}?category={forum.online.pk}")
    foreign = window.get(f"{forum.register_url}?category={CategoryFactory().pk}")
    nonsense = window.get(f"{forum.register_url}?category=²&code=%00")

    assert asked.context["form"]["category"].value() == forum.online.pk
    assert foreign.context["form"]["category"].value() is None
    assert nonsense.status_code == 200


# Once only --------------------------------------------------------------------------------------------------------


def test_sending_twice_makes_one_registration_and_leads_to_it(window, forum, member):
    send(window, forum)
    again = send(window, forum, badge_name="Second Tab")

    assert (again.status_code, again["Location"]) == (302, forum.mine_url)
    assert Registration.objects.filter(member=member).count() == 1
    assert kinds() == ["events.confirmed"]
    page = window.get(forum.mine_url)
    assert "You are registered already. This is your registration." in [str(each) for each in page.context["messages"]]
    assert window.get(forum.register_url)["Location"] == forum.mine_url


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_make_one_registration(race, client_for, member):
    forum = open_forum()
    tabs = [client_for(member) for _ in range(4)]

    responses = race([lambda tab=tab: send(tab, forum) for tab in tabs])

    assert [(each.status_code, each["Location"]) for each in responses] == [(302, forum.mine_url)] * 4
    assert Registration.objects.filter(member=member).count() == 1
    assert kinds() == ["events.confirmed"]


def test_constraint_that_speaks_last_is_no_error_page(window, forum, member, monkeypatch):
    def faster_elsewhere(**facts):
        raise IntegrityError("events_reg_one_active_per_member")

    mine = register(member=member, event_id=forum.event.pk, category_id=forum.room.pk)
    monkeypatch.setattr("events.views.registration.register", faster_elsewhere)
    # Seen by the form as not yet registered, as in the moment between two processes.
    monkeypatch.setattr("events.services.places.EventPlaces.mine", 0)

    response = send(window, forum)

    assert (response.status_code, response["Location"]) == (302, forum.mine_url)
    assert Registration.objects.get() == mine


def test_other_broken_constraints_are_not_hidden(window, forum, monkeypatch):
    def broken(**facts):
        raise IntegrityError("something else")

    monkeypatch.setattr("events.views.registration.register", broken)
    with pytest.raises(IntegrityError):
        send(window, forum)


def test_more_often_than_anybody_needs_is_slowed_down(window, forum, monkeypatch):
    monkeypatch.setattr("events.limits.RATES", {"register": "1/10m/user", "code": "10/h/user"})
    send(window, forum)
    Registration.objects.update(status=S.CANCELLED, place_number=None, category_number=None)

    assert refused(window, forum) == ["That was very often in a short time. Please wait ten minutes, then try again."]


# Bad input --------------------------------------------------------------------------------------------------------


def test_foreign_ids_are_refused_in_words(window, forum):
    ask(forum, "tour", QuestionKind.ONE, options=options(walk=None))
    ask(forum, "topics", QuestionKind.MANY, options=options(a=None))
    foreign = SessionFactory(needs_choice=True)
    hidden = forum.speaker

    assert refused(window, forum, category=CategoryFactory().pk) == [
        "Choose one of the ways to take part that this event offers."
    ]
    assert refused(window, forum, category=hidden.pk) == ["Choose one of the ways to take part that this event offers."]
    assert refused(window, forum, category="DROP TABLE") == [
        "Choose one of the ways to take part that this event offers."
    ]
    assert refused(window, forum, sessions=[foreign.pk]) == ["Choose sessions of this event only."]
    assert refused(window, forum, sessions=["x"]) == ["Choose sessions of this event only."]
    assert refused(window, forum, q_tour="bus", q_topics=["a", "z"]) == [
        "Choose among the answers offered.",
        "Choose among the answers offered.",
    ]
    assert refused(window, forum, list_consent="the press") == ["Choose one of the three answers."]


def test_fields_that_the_form_does_not_have_change_nothing(window, forum, member, other_member):
    send(
        window,
        forum,
        status="attended",
        member=other_member.pk,
        event=99,
        place_number=7,
        priority=1000,
        code_used="1",
        answers='{"vip": true}',
        q_unknown="x",
    )

    registration = Registration.objects.get()
    assert (registration.member, registration.status, registration.place_number) == (member, S.CONFIRMED, 1)
    assert (registration.priority, registration.answers, registration.event_id) == (0, {}, forum.event.pk)


def test_text_is_bounded_and_cleaned(window, forum, member):
    ask(forum, "short")
    ask(forum, "long", QuestionKind.LONG)

    assert refused(window, forum, badge_name="x" * 500, q_short="y" * 201, q_long="z" * 4001) == [
        "Use at most 150 characters; these are 500.",
        "Use at most 200 characters; these are 201.",
        "Use at most 4000 characters; these are 4001.",
    ]
    assert (
        refused(window, forum, badge_name="Ana\x00Member", q_short="a\x00", q_long="b\x00")
        == ["This contains a character that cannot be saved. Please type it again."] * 3
    )
    lines = "\r\n".join(["x" * 9] * 400)
    send(window, forum, badge_name="\u202eAna\u2066 \tMember\n\u200f", q_short=" عربي\u202e ", q_long=lines)

    registration = Registration.objects.get(member=member)
    assert registration.badge_name == "Ana Member"
    assert registration.answers == {"short": "عربي", "long": lines.replace("\r\n", "\n")}


def test_name_of_nothing_but_direction_marks_is_no_name(window, forum):
    assert refused(window, forum, badge_name="\u202e\u2066") == ["Enter your name"]


@pytest.mark.parametrize("development", [False, True])
@pytest.mark.parametrize("with_files", [False, True])
def test_answer_of_ten_megabytes_gets_a_page_and_no_registration(forum, member, settings, development, with_files):
    settings.DEBUG = development
    ask(forum, "long", QuestionKind.LONG)
    window = Client(enforce_csrf_checks=True)
    window.force_login(member)
    data = answers(forum, q_long="x" * 10_000_000)

    form = data if with_files else urlencode(data)
    kind = MULTIPART_CONTENT if with_files else "application/x-www-form-urlencoded"
    response = window.post(forum.register_url, form, content_type=kind)

    assert response.status_code == 413
    assert "That was too much at once" in response.text
    assert f"up to {LONG_LENGTH // 1000} 000 characters, an answer of one line up to {SHORT_LENGTH}" in response.text
    assert "Back button" in response.text
    assert Registration.objects.count() == 0


def test_numbers_have_bounds(window, forum, member):
    ask(forum, "guests", QuestionKind.NUMBER)

    assert refused(window, forum, q_guests="many") == ["Enter a number, such as 3 or 2.5."]
    assert refused(window, forum, q_guests="NaN") == ["Enter a number, such as 3 or 2.5."]
    assert len(refused(window, forum, q_guests="1e400")) >= 1
    assert "Enter a smaller number." in refused(window, forum, q_guests="99999999999")
    send(window, forum, q_guests="2.50")
    assert Registration.objects.get(member=member).answers == {"guests": 2.5}


def test_markup_in_answers_is_text(window, forum):
    ask(forum, "short")
    send(window, forum, badge_name="<script>alert(1)</script>", q_short="<img src=x onerror=alert(1)>")

    page = window.get(forum.mine_url).text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Questions --------------------------------------------------------------------------------------------------------


def test_answers_of_every_kind_are_kept(window, forum, member):
    ask(forum, "one", QuestionKind.ONE, options=options(a=None, b=None))
    ask(forum, "many", QuestionKind.MANY, options=options(a=None, b=None, c=None))
    ask(forum, "first", QuestionKind.YES_NO)
    ask(forum, "again", QuestionKind.YES_NO)
    ask(forum, "guests", QuestionKind.NUMBER)
    ask(forum, "from", QuestionKind.COUNTRY)
    ask(forum, "left_out")

    send(
        window, forum, q_one="b", q_many=["c", "a", "a"], q_first="no", q_again="yes", q_guests="3", q_from="PL",
        q_left_out="  ",
    )  # fmt: skip

    assert Registration.objects.get(member=member).answers == {
        "one": "b",
        "many": ["c", "a"],
        "first": False,
        "again": True,
        "guests": 3,
        "from": "PL",
    }


def test_limited_choice_shows_its_places_and_closes(window, forum, member, other_member, client_for):
    question = ask(forum, "tour", QuestionKind.ONE, options=options(boat=1, walk=None))
    send(client_for(other_member), forum, q_tour="boat")

    page = window.get(forum.register_url)
    words = [
        (choice["label"], choice["hint"], choice["attrs"].get("disabled", False))
        for _group, choices, _index in page.context["form"]["q_tour"].field.widget.optgroups("q_tour", [])
        for choice in choices
    ]

    assert words == [("Boat", "Full", True), ("Walk", "", False), ("No answer", "", False)]
    assert refused(window, forum, q_tour="boat") == ["All places of “Boat” are taken."]
    send(window, forum, q_tour="walk")
    assert OptionPlace.objects.filter(question=question).count() == 1


def test_sensitive_questions_say_who_reads_them_and_until_when(window, forum):
    ask(forum, "needs", QuestionKind.LONG, is_sensitive=True, erase_after_days=30, help_text="Food, ramps.")

    form = window.get(forum.register_url).context["form"]

    assert form.sensitive_questions[0].bound.help_text == (
        "Food, ramps. Read only by the people who run the event; erased on 16 April 2027."
    )
    assert form.questions == []


def test_question_is_asked_only_after_certain_answers(window, forum, member):
    ask(forum, "dinner", QuestionKind.YES_NO, label="Dinner?", is_required=True)
    ask(forum, "meat", QuestionKind.ONE, options=options(fish=None, none=None), depends_on="dinner",
        depends_values=["yes"], is_required=True, label="Which?")  # fmt: skip
    ask(forum, "fish", QuestionKind.NUMBER, depends_on="meat", depends_values=["fish"], is_required=True,
        label="How many?")  # fmt: skip

    page = window.get(forum.register_url)
    shown = page.context["form"].questions
    assert [(each.depends_on, each.depends_values) for each in shown] == [
        ("", []), ("q_dinner", ["yes"]), ("q_meat", ["fish"]),
    ]  # fmt: skip
    assert shown[1].bound.help_text == "Only if you answer “Yes” to “Dinner?”."

    assert refused(window, forum, q_dinner="yes") == ["Choose an answer to “Which?”"]
    assert refused(window, forum, q_dinner="yes", q_meat="fish") == ["Answer “How many?”"]

    # Hidden by the answer "no": neither required, nor judged, nor kept; and what hangs on it falls with it.
    send(window, forum, q_dinner="no", q_meat="fish", q_fish="not a number")
    assert Registration.objects.get(member=member).answers == {"dinner": False}


def test_conditions_in_a_circle_ask_both(window, forum, member):
    ask(forum, "a", depends_on="b", depends_values=["x"])
    ask(forum, "b", depends_on="a", depends_values=["y"])
    ask(forum, "self", depends_on="self", depends_values=["y"])
    ask(forum, "lost", depends_on="nothing", depends_values=["y"])

    send(window, forum, q_lost="kept", q_self="kept")

    assert Registration.objects.get(member=member).answers == {"lost": "kept", "self": "kept"}


# Sessions ---------------------------------------------------------------------------------------------------------


def test_clash_is_named_beside_the_second_session(window, forum):
    response = send(window, forum, sessions=[forum.one.pk, forum.two.pk])

    words = "“Diffusion surveys” (11:30–12:45) and “Roadmaps” (12:00–13:00) take place at the same time: choose one."
    assert problems(response) == [words]
    assert response.context["form"].problems[0].target == f"id_sessions_{forum.two.pk}"
    slots = {slot.choices[0].title: slot for day in response.context["form"].days for slot in day.slots}
    assert slots["Roadmaps"].errors == [words]
    assert slots["Diffusion surveys"].choices[0].clash == "Same time as “Roadmaps”"
    assert slots["Diffusion surveys"].choices[0].checked is True
    assert SessionPlace.objects.count() == 0


def test_full_session_leads_to_its_waiting_list(window, forum, member):
    forum.two.places = 0
    forum.two.save()

    hints = {
        choice.title: choice.hint
        for day in window.get(forum.register_url).context["form"].days
        for slot in day.slots
        for choice in slot.choices
    }
    send(window, forum, sessions=[forum.two.pk, forum.two.pk])

    assert hints == {
        "Diffusion surveys": "Hall A · 90 of 90 places left",
        "Roadmaps": "Hall A · full: you join its waiting list",
        "Monitoring": "Hall A",
    }
    assert list(SessionPlace.objects.values_list("session", "status")) == [(forum.two.pk, S.WAITING)]


# Codes ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def code(forum):
    return InvitationCode.objects.create(setup=forum.setup, code="SPEAK-27", category=forum.speaker, max_uses=2)


def labels(response) -> list[str]:
    return [choice.label for choice in response.context["form"].category_choices]


def test_code_in_the_link_opens_its_category(window, forum, member, code):
    plain = window.get(forum.register_url)
    opened = window.get(f"{forum.register_url}?code=speak-27")

    assert labels(plain) == ["In the room", "Online"]
    assert labels(opened) == ["In the room", "Online", "Speaker"]
    assert opened.context["form"]["category"].value() == forum.speaker.pk
    send(window, forum, category=forum.speaker.pk, code=" speak-27 ")
    assert Registration.objects.get(member=member).category == forum.speaker
    code.refresh_from_db()
    assert code.uses == 1


def test_full_event_still_has_a_door_for_those_with_a_code(client, window, forum, member, code):
    forum.setup.has_waiting_list = False
    forum.setup.save()
    for category in (forum.room, forum.online):
        category.places = 0
        category.save()

    for visitor in (client, window):
        box = visitor.get("/events/forum/").context["box"]
        assert (box.state, box.actions[0].label, box.actions[0].url) == (
            "full",
            "I have an invitation code",
            forum.register_url,
        )
    page = window.get(forum.register_url)
    assert page.context["form"].code_is_open
    assert refused(window, forum) == ["All places of “In the room” are taken."]
    send(window, forum, category=forum.speaker.pk, code="SPEAK-27")
    assert Registration.objects.get(member=member).category == forum.speaker


def test_full_event_without_places_for_codes_offers_none(client, forum, code):
    forum.setup.has_waiting_list = False
    forum.setup.save()
    for category in (forum.room, forum.online, forum.speaker):
        category.places = 0
        category.save()

    assert "I have an invitation code" not in client.get("/events/forum/").text


def test_button_beside_the_code_shows_what_it_opens_and_keeps_the_rest(window, forum, code):
    response = send(window, forum, category="", badge_name="Typed Name", code="SPEAK-27", see_code="1")

    assert problems(response) == []
    assert labels(response) == ["In the room", "Online", "Speaker"]
    assert response.context["form"]["badge_name"].value() == "Typed Name"
    assert Registration.objects.count() == 0
    wrong = send(window, forum, category="", code="NOT-IT", see_code="1")
    assert problems(wrong) == ["We do not know this invitation code."]


def test_codes_that_do_not_help_say_why(window, forum, code, member):
    def tried(**change):
        InvitationCode.objects.filter(pk=code.pk).update(**change)
        return refused(window, forum, code="SPEAK-27", category=forum.room.pk)

    other = InvitationCode.objects.create(setup=open_other().setup, code="ELSEWHERE")
    assert refused(window, forum, code=other.code) == ["We do not know this invitation code."]
    assert tried(uses=2) == ["This invitation code has been used up."]
    assert tried(uses=0, expires_at=timezone.now()) == ["This invitation code has expired."]
    assert tried(expires_at=None, email="else@members.example") == [
        "This invitation code was made for another e-mail address."
    ]


def open_other():
    from tests.factories.events import RegistrationSetupFactory

    return CategoryFactory(setup=RegistrationSetupFactory())


def test_code_of_another_category_is_not_used_up_by_an_open_one(window, forum, member, code):
    send(window, forum, code="SPEAK-27")

    assert Registration.objects.get(member=member).invitation is None
    code.refresh_from_db()
    assert code.uses == 0


def test_event_that_needs_a_code_asks_for_it(window, forum, member):
    forum.setup.needs_code = True
    forum.setup.save()
    code = InvitationCode.objects.create(setup=forum.setup, code="COME")

    assert refused(window, forum) == ["Enter the invitation code from your invitation."]
    send(window, forum, code="come")
    assert Registration.objects.get(member=member).invitation == code


def test_guessing_codes_ends_after_ten_wrong_ones(window, forum, code):
    cache.clear()
    for number in range(10):
        assert refused(window, forum, code=f"GUESS-{number}") == ["We do not know this invitation code."]

    # Even the right one is not looked up now.
    assert refused(window, forum, code="SPEAK-27") == ["We do not know this invitation code."]
    assert labels(window.get(f"{forum.register_url}?code=SPEAK-27")) == ["In the room", "Online"]


# Budgets ----------------------------------------------------------------------------------------------------------


def big(forum):
    ask(forum, "tour", QuestionKind.ONE, options=options(boat=20, walk=None))
    for number in range(4):
        ask(forum, f"q{number}", QuestionKind.LONG)


def test_form_takes_six_statements(window, forum):
    big(forum)
    window.get(forum.register_url)

    with statements() as found:
        assert window.get(forum.register_url).status_code == 200

    assert len(found) == 6, "\n".join(found)


def test_whole_registration_takes_twelve_statements(window, forum):
    big(forum)
    ContentType.objects.get_for_model(Registration, for_concrete_model=False)

    with statements() as found:
        response = send(window, forum, q_tour="boat", q_q1="x", sessions=[forum.one.pk, forum.late.pk])

    assert response.status_code == 302
    assert len(found) == 12, "\n".join(found)


def test_late_form_on_a_full_event_costs_six_statements_and_no_parsing(window, forum):
    forum.setup.total_places = 0
    forum.setup.has_waiting_list = False
    forum.setup.save()
    forum.online.delete()

    with statements() as found:
        response = window.post(forum.register_url, {"category": "x"})

    assert response.status_code == 409
    assert len(found) == 6, "\n".join(found)


def test_page_for_visitors_takes_one_statement(client, forum):
    with statements() as found:
        client.get(forum.register_url)

    assert len(found) == 1, "\n".join(found)
