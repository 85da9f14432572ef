"""Slides of sessions: sending them by a link, what the desk sees and does, publication, and what stays private."""

import uuid
import zipfile
from datetime import timedelta
from functools import partial
from io import BytesIO, StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF

from cop.core.files.orphans import sweep as sweep_orphans
from cop.core.files.serving import private_storage
from cop.privacy.retention import rules
from events.choices import SlidesState, SpeakerRole
from events.models import Session, SessionSpeaker, Slides, SlidesLink, SlidesSetup, Speaker
from events.personal_data import collect, erase
from events.refusals import Reason, Refused
from events.selectors.slides import GRACE, language_of, lines_of, organisation_of
from events.services import programme, slides_publishing
from events.services.publishing import cancel_event
from events.services.slides import configure, set_expected, write_to_missing
from events.services.slides_publishing import publish_due, publish_ready, publish_slides
from resources.citing import citation_name
from resources.models import FileVersion, ResourceContext, ResourcePage
from resources.services import taking_in
from resources.services.withdrawing import withdraw
from tests.factories.documents import deck
from tests.factories.events import EventPageFactory, SessionFactory, SpeakerFactory, event_index, moment
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import publisher
from tests.factories.slides import PDF, collecting, good_slides, link_of, send
from tests.letters import deliver_all, kinds, letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(manager):
    """With the rights on the list of events that the table of roles gives."""
    event_index()
    call_command("write_roles", stdout=StringIO())
    return manager


@pytest.fixture(autouse=True)
def empty_storage():
    """Rows of other tests have had the same keys."""
    folders = private_storage().listdir("events/slides")[0] if private_storage().exists("events/slides") else []
    for folder in folders:
        for name in private_storage().listdir(f"events/slides/{folder}")[1]:
            private_storage().delete(f"events/slides/{folder}/{name}")


@pytest.fixture
def forum():
    return collecting()


def refused(act, **facts):
    with pytest.raises(Refused) as caught:
        act(**facts)
    return caught.value.reason


def form(**data):
    facts = {
        "key": str(uuid.uuid4()),
        "file": SimpleUploadedFile("steel.pdf", PDF),
        "title": "Steel towns and skills",
        "author_name": "Sample, Ana",
        "organisation": "Sample Agency",
        "language": "en",
        "has_consent": "on",
        "licence": "cc-by-4.0",
        **data,
    }
    return {name: value for name, value in facts.items() if value is not None}


def locked():
    """A PDF that asks for a password."""
    document = FPDF()
    document.add_page()
    document.set_encryption(owner_password="b", user_password="a")
    return bytes(document.output())


def states(forum):
    return [line.state for line in lines_of(forum.event)]


# By the link ----------------------------------------------------------------------------------------------------


def test_speaker_sends_slides_by_link_without_an_account(client, forum):
    address = link_of(forum)
    page = client.get(address, follow=True)
    there = page.request["PATH_INFO"]
    assert "Steel towns" in page.content.decode()
    assert not Slides.objects.exists()

    answer = client.post(there, form(), follow=True)

    assert "Thank you, your slides are here" in answer.content.decode()
    slides = Slides.objects.get()
    assert (slides.name, slides.number, slides.has_consent, slides.sent_by) == ("steel.pdf", 1, True, None)
    with private_storage().open(slides.path) as kept:
        assert kept.read() == PDF
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sessionid" not in answer.client.cookies


def test_guesses_for_the_citation_are_proposals(client, forum):
    html = client.get(link_of(forum), follow=True).content.decode()

    assert 'value="Sample0, Ana"' in html
    assert 'value="Sample Agency"' in html
    assert (citation_name("Ana"), citation_name("Sample, Ana")) == ("Ana", "Sample, Ana")
    assert organisation_of("Sample organisation") == "Sample organisation"


def test_speaker_of_two_sessions_sees_both_and_their_states(client, forum):
    SessionFactory(event=forum.event, title="Second", slug="second", speakers=[forum.speaker])
    send(forum)

    html = client.get(link_of(forum)).content.decode()

    assert ("Steel towns" in html, "Second" in html) == (True, True)
    assert str(SlidesState.READY.label) in html


def test_wrong_and_expired_links_and_those_of_others_answer_the_same(client, forum):
    address = link_of(forum)
    wrong = client.get("/slides/of-nobody/")
    with time_machine.travel(forum.setup.deadline + GRACE):
        expired = client.get(address)
    long = client.get(f"/slides/{'x' * 500}/")
    nul = client.get("/slides/%00/")
    other = SessionFactory(event=forum.event, slug="other")
    not_theirs = client.get(f"{address}{other.pk}/")
    Speaker.objects.filter(pk=forum.speaker.pk).update(email="new@speaker.example")
    old_address = client.get(address)

    answers = [wrong, expired, long, nul, not_theirs, old_address]
    assert {answer.status_code for answer in answers} == {404}
    # Above the page stands its own address.
    assert len({answer.content.decode().partition("<main")[2] for answer in answers}) == 1


def test_link_ends_when_they_speak_no_more_or_the_event_is_taken_off(client, forum):
    address = link_of(forum)
    SessionSpeaker.objects.all().delete()
    assert client.get(address).status_code == 404
    SessionSpeaker.objects.create(session=forum.session, speaker=forum.speaker)
    assert client.get(address).status_code == 302
    forum.event.unpublish()
    assert client.get(address).status_code == 404


def test_after_the_deadline_the_page_says_so_and_takes_nothing(client, forum):
    address = f"{link_of(forum)}{forum.session.pk}/"
    with time_machine.travel(forum.setup.deadline - timedelta(minutes=1)):
        assert "Send my slides" in client.get(address).content.decode()
    with time_machine.travel(forum.setup.deadline):
        html = client.get(address).content.decode()
        answer = client.post(address, form())

    assert ("Send my slides" in html, str(Reason.SLIDES_CLOSED.label) in html) == (False, True)
    assert answer.status_code == 410
    assert not Slides.objects.exists()


def test_deadline_that_passes_while_the_form_is_open_refuses(forum):
    assert refused(send, forum=forum, now=forum.setup.deadline) == Reason.SLIDES_CLOSED
    assert private_storage().listdir(f"events/slides/{forum.event.pk}")[1] == []


def test_cancelled_session_and_event_have_faces(client, forum):
    address = f"{link_of(forum)}{forum.session.pk}/"
    Session.objects.update(is_cancelled=True)
    assert str(Reason.SESSION_CANCELLED.label) in client.get(address).content.decode()
    cancel_event(event=forum.event, actor=publisher(), reason="Storm")
    assert str(Reason.EVENT_CANCELLED.label) in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("steel.pdf", b"", "This file is empty."),
        ("steel.pdf", b"<html><script>alert(1)</script>", "Files of this kind are not accepted"),
        ("steel.txt", b"Steel towns", "Send your slides as PDF, PowerPoint (.pptx) or OpenDocument (.odp)."),
        ("steel.pptx", b"PK\x03\x04broken", "This file cannot be read."),
        ("steel.pdf", b"%PDF-1.4\n\x00\x00 nothing \x00\n%%EOF", str(Reason.SLIDES_DAMAGED.label)),
        ("steel.pdf", locked(), str(Reason.SLIDES_LOCKED.label)),
    ],
)
def test_refused_file_is_explained_beside_the_field(client, forum, name, content, words):
    answer = client.post(f"{link_of(forum)}{forum.session.pk}/", form(file=SimpleUploadedFile(name, content)))

    assert words in answer.content.decode()
    assert 'value="Steel towns and skills"' in answer.content.decode()
    assert not Slides.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"file": None}, "Choose a file."),
        ({"title": ""}, "Give your slides a title."),
        ({"licence": ""}, str(Reason.SLIDES_NO_LICENCE.label)),
        ({"licence": "mine"}, "Select a valid choice"),
        ({"author_name": "Ana\u202e"}, "characters that cannot be shown"),
    ],
)
def test_missing_and_bad_answers_are_named(client, forum, data, words):
    answer = client.post(f"{link_of(forum)}{forum.session.pk}/", form(**data))

    assert words in answer.content.decode()
    assert not Slides.objects.exists()


def test_new_slides_take_the_place_of_the_old_ones(forum, django_capture_on_commit_callbacks):
    first = send(forum)
    with django_capture_on_commit_callbacks(execute=True):
        second = send(forum, content=PDF + b"%%EOF")

    assert (second.pk, second.number, second.key != first.key) == (first.pk, 2, True)
    assert private_storage().exists(second.path)
    assert not private_storage().exists(first.path)


def test_same_form_twice_is_one_file(forum):
    key = uuid.uuid4()
    first, second = send(forum, form_key=key), send(forum, form_key=key)

    assert (second.number, second.path) == (1, first.path)
    assert len(private_storage().listdir(f"events/slides/{forum.event.pk}")[1]) == 1


def test_another_file_or_other_words_by_the_same_open_form_are_newer_and_not_lost(client, forum):
    there, key = f"{link_of(forum)}{forum.session.pk}/", str(uuid.uuid4())
    other = PDF + b"%%EOF"
    client.post(there, form(key=key, has_consent=None))
    answer = client.post(there, form(key=key, file=SimpleUploadedFile("b.pdf", other), title="Second thoughts"))

    slides = Slides.objects.get()
    assert answer.url.endswith("?sent=1")
    assert (slides.name, slides.title, slides.has_consent, slides.number) == ("b.pdf", "Second thoughts", True, 2)
    with private_storage().open(slides.path) as kept:
        assert kept.read() == other
    # The same again is the double click; so are words that are there already.
    for again in ({"file": SimpleUploadedFile("b.pdf", other)}, {"file": None}):
        client.post(there, form(key=key, title="Second thoughts", **again))
    assert Slides.objects.get().number == 2
    client.post(there, form(key=key, title="Third thoughts", file=None))
    slides.refresh_from_db()
    assert (slides.title, slides.number) == ("Third thoughts", 2)


def test_language_is_proposed_as_the_event_names_it_first(client, forum):
    assert [language_of(words) for words in ("", "French, English in plenaries", "by ear")] == ["en", "fr", "en"]

    client.post(f"{link_of(forum)}{forum.session.pk}/", form(language="fr"))
    page = publish_slides(slides_id=Slides.objects.get().pk, actor=publisher())

    assert (page.languages, page.files.get().language) == (["fr"], "fr")


def test_consent_is_given_later_without_sending_again(client, forum):
    send(forum, consent=False)
    assert states(forum) == [SlidesState.NO_CONSENT]

    client.post(f"{link_of(forum)}{forum.session.pk}/", form(file=None))

    slides = Slides.objects.get()
    assert (slides.has_consent, slides.licence, slides.number) == (True, "cc-by-4.0", 1)
    assert slides.consented_at is not None


def test_saving_the_session_keeps_its_slides(forum):
    send(forum)

    programme.save_session(session=forum.session, parts=[(forum.speaker, SpeakerRole.SPEAKER)], actor=publisher())

    assert states(forum) == [SlidesState.READY]


# Letters --------------------------------------------------------------------------------------------------------


def test_letter_holds_a_link_that_works_and_no_row_holds_its_token(client, manager):
    forum = collecting()

    assert write_to_missing(event=forum.event, actor=manager) == 1

    (message,) = deliver_all()
    assert message.to == ["ana0@speaker.example"]
    address = next(word for word in message.body.split() if "/slides/" in word)
    token = address.rstrip("/").rpartition("/")[2]
    assert client.get(f"/slides/{token}/").status_code == 302
    assert len(token) == 22  # 128 bits
    assert SlidesLink.objects.get().token_hash != token
    (letter,) = letters(kind="events.slides_asked")
    assert token not in f"{letter.params}{letter.text}{letter.html}"


def test_only_who_is_missing_is_reminded_and_not_oftener_than_once_a_day(manager):
    forum = collecting(speakers=4)
    forum.people[2].email = ""
    forum.people[2].save()
    send(forum, speaker=forum.people[0])
    set_expected(session=forum.session, speaker=forum.people[3], actor=manager, is_expected=False)
    now = timezone.now()

    counts = [
        write_to_missing(event=forum.event, actor=manager, now=now + pause)
        for pause in (timedelta(), timedelta(hours=23, minutes=59), timedelta(days=1))
    ]

    assert counts == [1, 0, 1]
    assert {letter.to for letter in letters()} == {"ana1@speaker.example"}
    assert kinds() == ["events.slides_asked", "events.slides_reminder"]
    assert states(forum) == [
        SlidesState.READY,
        SlidesState.MISSING,
        SlidesState.NO_ADDRESS,
        SlidesState.NOT_EXPECTED,
    ]


def test_letter_that_is_overtaken_is_not_sent(manager):
    forum = collecting()
    write_to_missing(event=forum.event, actor=manager)
    send(forum)

    assert deliver_all() == []


def test_who_only_chairs_is_asked_for_nothing_but_may_send(client, manager):
    forum = collecting()
    chaired = SessionFactory(event=forum.event, title="Only chaired", slug="chaired", speakers=[SpeakerFactory()])
    SessionSpeaker.objects.create(session=chaired, speaker=forum.speaker, role=SpeakerRole.CHAIR)
    write_to_missing(event=forum.event, actor=manager)

    (message,) = deliver_all()
    assert ("Steel towns" in message.body, "Only chaired" in message.body) == (True, False)
    html = client.get(link_of(forum)).content.decode()
    assert (html.count("Missing"), html.count(str(SlidesState.NOT_EXPECTED.label))) == (1, 1)
    send(forum, session=chaired)
    assert [line.session.title for line in lines_of(forum.event)].count("Only chaired") == 2


def test_speaker_who_is_a_member_is_written_to_as_one(manager):
    forum = collecting()
    member = UserFactory(email="ana@members.example")
    Speaker.objects.update(member=member, email="")

    write_to_missing(event=forum.event, actor=manager)

    assert letters()[0].member == member


def test_nobody_is_written_to_after_the_deadline_or_by_others(manager):
    forum = collecting(days=1)
    late = forum.setup.deadline

    assert refused(write_to_missing, event=forum.event, actor=manager, now=late) == Reason.SLIDES_CLOSED
    assert refused(write_to_missing, event=forum.event, actor=UserFactory()) == Reason.NOT_YOURS


# Publication ----------------------------------------------------------------------------------------------------


def test_published_slides_are_a_resource_that_session_and_programme_link_to(client, forum):
    slides = send(forum)
    for address in ("/events/forum/programme/steel/", "/events/forum/programme/"):
        assert "/library/" not in client.get(address).content.decode().partition("<main")[2].partition("</main")[0]

    page = publish_slides(slides_id=slides.pk, actor=publisher())

    found = ResourcePage.objects.get()
    assert (found.title, found.kind, found.licence) == ("Steel towns and skills", "presentation", "cc-by-4.0")
    assert found.summary == "Slides of Ana Sample0, shown in “Steel towns” at Sample Forum."
    # Published before they are shown: they are not to head the list until then.
    assert found.date == timezone.now().astimezone(forum.event.tz).date() < forum.session.local_start.date()
    assert [(each.name, each.organisation) for each in found.authors.all()] == [("Sample, Ana", "Sample Agency")]
    for address in ("/events/forum/programme/steel/", "/events/forum/programme/"):
        assert page.get_absolute_url() in client.get(address).content.decode()
    html = client.get(page.get_absolute_url()).content.decode()
    assert ("/events/forum/" in html, "/events/forum/programme/steel/" in html) == (True, True)
    (message,) = deliver_all()
    assert page.get_absolute_url() in message.body
    assert states(forum) == [SlidesState.PUBLISHED]


def test_nothing_is_published_without_consent_file_or_right(forum):
    slides = send(forum, consent=False)
    assert refused(publish_slides, slides_id=slides.pk, actor=publisher()) == Reason.SLIDES_NO_CONSENT
    slides = send(forum)
    assert refused(publish_slides, slides_id=slides.pk, actor=UserFactory()) == Reason.NOT_YOURS
    publish_slides(slides_id=slides.pk, actor=publisher())
    assert refused(publish_slides, slides_id=slides.pk, actor=publisher()) == Reason.SLIDES_PUBLISHED
    assert ResourcePage.objects.count() == 1


def test_slides_published_after_their_session_are_of_its_day(forum):
    slides = send(forum)
    page = publish_slides(slides_id=slides.pk, actor=publisher(), now=forum.event.ends_at + timedelta(days=9))
    assert page.date == forum.session.local_start.date()


def test_notes_of_the_speaker_stay_with_the_desk(client, forum):
    content = deck("Steel towns", "Who watches", notes="Say nothing of the budget")
    slides = send(forum, file=good_slides(content, "steel.pptx"))

    page = publish_slides(slides_id=slides.pk, actor=publisher())

    answer = client.get(f"{page.get_absolute_url()}files/{page.files.get().pk}/")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as public:
        assert [name for name in public.namelist() if "notes" in name.lower()] == []
        assert not any(b"budget" in public.read(name) for name in public.namelist())
        assert b"Who watches" in public.read("ppt/slides/slide2.xml")
    with private_storage().open(slides.path) as kept:
        assert kept.read() == content


def test_publishing_all_leaves_what_does_not_fit_into_the_time(monkeypatch):
    forum = collecting(speakers=2)
    for speaker in forum.people:
        send(forum, speaker=speaker)
    monkeypatch.setattr(slides_publishing, "LONGEST_WAIT", -1)

    assert publish_ready(event=forum.event, actor=publisher()) == (0, ["2 more are waiting: publish once more."])


def test_newer_slides_are_a_new_version_of_the_same_file(forum):
    slides = send(forum)
    publish_slides(slides_id=slides.pk, actor=publisher())
    send(forum, content=PDF + b"%%EOF")
    assert states(forum) == [SlidesState.NEWER]

    publish_slides(slides_id=slides.pk, actor=publisher())

    assert [version.number for version in FileVersion.objects.order_by("number")] == [1, 2]
    assert ResourcePage.objects.get().files.get().current.number == 2
    assert kinds(kind="events.slides_published") == ["events.slides_published"]


def test_at_once_is_published_by_the_clock_if_no_task_did(client):
    forum = collecting(publishing="at_once")
    send(forum)

    assert [publish_due(), publish_due()] in ([1, 0], [0, 0])

    assert ResourcePage.objects.get().live
    send(forum, content=PDF + b"%%EOF")
    publish_due()
    assert ResourcePage.objects.get().files.get().current.number == 2


def test_after_the_day_means_after_midnight_on_the_clock_of_the_event():
    # In Auckland the day of the session is over when it is 11:00 in UTC.
    with time_machine.travel(moment("2027-03-10 08:00"), tick=False):
        forum = collecting(
            publishing="after_day",
            time_zone="Pacific/Auckland",
            starts_at=moment("2027-03-15 20:00"),
            ends_at=moment("2027-03-16 04:00"),
            days=2,
        )
        send(forum)

    assert publish_due(now=moment("2027-03-16 10:59")) == 0
    assert publish_due(now=moment("2027-03-16 11:00")) == 1
    assert publish_due(now=moment("2027-03-16 11:10")) == 0


def test_by_hand_no_consent_cancelled_and_unpublished_are_never_due():
    forum = collecting(publishing="at_once")
    send(forum, consent=False)
    assert publish_due() == 0
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        SlidesSetup.objects.update(publishing="by_hand")
        send(forum)
        SlidesSetup.objects.update(publishing="at_once")
    Session.objects.update(is_cancelled=True)
    assert publish_due() == 0
    Session.objects.update(is_cancelled=False)
    SlidesSetup.objects.update(publishing="by_hand")
    assert publish_due() == 0
    SlidesSetup.objects.update(publishing="at_once")
    assert publish_due() == 1


def test_withdrawn_slides_stay_withdrawn_and_every_page_says_so(client, forum):
    SlidesSetup.objects.update(publishing="at_once")
    slides = send(forum)
    publish_due()
    withdraw(resource=ResourcePage.objects.get(), actor=publisher(), reason="A figure was wrong.")
    send(forum, content=PDF + b"%%EOF")

    assert publish_due() == 0
    assert refused(publish_slides, slides_id=slides.pk, actor=publisher()) == Reason.SLIDES_WITHDRAWN
    assert states(forum) == [SlidesState.WITHDRAWN]
    html = client.get(f"{link_of(forum)}{forum.session.pk}/").content.decode()
    assert "have been withdrawn from it" in html
    assert "steel-towns-and-skills" not in client.get("/events/forum/programme/steel/").content.decode()


def test_licence_stays_once_published_and_consent_taken_back_is_told(client, forum):
    slides = send(forum)
    publish_slides(slides_id=slides.pk, actor=publisher())
    deliver_all()

    there = f"{link_of(forum)}{forum.session.pk}/"
    html = client.get(there).content.decode()
    assert [name for name in ("title", "author_name", "organisation", "language") if f'name="{name}"' in html] == []
    assert "The library looks after its page now" in html
    client.post(there, form(file=None, title="Of no effect", has_consent=None, licence="own"))

    slides.refresh_from_db()
    assert slides.title == "Steel towns and skills"
    assert (slides.licence, slides.has_consent) == ("cc-by-4.0", False)
    assert states(forum) == [SlidesState.TAKEN_BACK]
    assert [message.subject for message in deliver_all()] == ["Consent taken back: Steel towns and skills"]


def test_publishing_all_goes_on_after_one_that_cannot_be(monkeypatch):
    forum = collecting(speakers=3)
    for speaker in forum.people[:2]:
        send(forum, speaker=speaker)
    private_storage().delete(Slides.objects.get(speaker=forum.people[0]).path)

    done, problems = publish_ready(event=forum.event, actor=publisher())

    assert done == 1
    assert problems == ["Ana Sample0, Steel towns: The file is not where it was kept. Send it again."]
    assert states(forum) == [SlidesState.READY, SlidesState.PUBLISHED, SlidesState.MISSING]


def test_what_is_not_published_is_told_nowhere(client, forum):
    slides = send(forum)
    Slides.objects.update(title="Canary title", name="canary.pdf", author_name="Canary author")
    event = f"/events/{forum.event.slug}/"

    for address in (
        event,
        f"{event}programme/",
        f"{event}programme/steel/",
        "/library/",
        "/library/feed.atom",
        "/search/?q=canary",
        "/sitemap.xml",
        f"/media/{slides.path}",
        f"/{slides.path}",
    ):
        html = client.get(address).content.decode().lower()
        assert [word for word in ("canary title", "canary.pdf", "canary author") if word in html] == [], address
    assert client.get(reverse("programmes:slides_file", args=file_of(forum))).status_code == 302


def file_of(forum):
    return [forum.event.pk, forum.session.pk, forum.speaker.pk]


# The desk -------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def test_desk_begins_with_a_deadline_then_writes_and_publishes(desk):
    forum = collecting()
    SlidesSetup.objects.all().delete()
    page = reverse("programmes:slides", args=[forum.event.pk])
    assert "Begin to collect slides" in desk.get(page).content.decode()

    deadline = (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%d 18:00")
    answer = desk.post(
        reverse("programmes:slides_setup", args=[forum.event.pk]), {"deadline": deadline, "publishing": "by_hand"}
    )
    assert answer.url == page
    assert SlidesSetup.objects.get().deadline.astimezone(forum.event.tz).hour == 18
    assert "Write to 1 speaker" in desk.get(page).content.decode()
    desk.post(reverse("programmes:slides_write", args=[forum.event.pk]))
    assert kinds() == ["events.slides_asked"]
    html = desk.get(page).content.decode()
    assert ("Write to" in html, "have had a letter within a day" in html) == (False, True)

    desk.post(reverse("programmes:slides_send", args=file_of(forum)), form())
    assert Slides.objects.get().sent_by.name == "Mona Manager"
    file = desk.get(reverse("programmes:slides_file", args=file_of(forum)))
    assert b"".join(file.streaming_content) == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "Publish 1 that is ready" in desk.get(page).content.decode()
    answer = desk.post(reverse("programmes:slides_publish_one", args=file_of(forum)), follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["The presentation is in the library."]
    assert ResourcePage.objects.get().live
    assert ResourcePage.objects.get().get_absolute_url() in desk.get(page).content.decode()


def test_desk_sends_after_the_deadline_too(manager):
    forum = collecting(days=-1)

    assert send(forum, actor=manager).has_file
    assert refused(send, forum=forum, actor=UserFactory()) == Reason.NOT_YOURS


def test_get_of_what_writes_writes_nothing(desk):
    forum = collecting()
    for name in ("slides_write", "slides_publish"):
        assert desk.get(reverse(f"programmes:{name}", args=[forum.event.pk])).status_code == 302
    for name in ("slides_publish_one", "slides_waive_one", "slides_expect_one"):
        assert desk.get(reverse(f"programmes:{name}", args=file_of(forum))).status_code == 302
        desk.post(reverse(f"programmes:{name}", args=file_of(forum)))
    assert (letters(), Slides.objects.get().is_expected) == ([], True)


def test_staff_without_rights_on_the_event_get_in_nowhere(client, one_factor):
    forum = collecting()
    send(forum)
    group = Group.objects.create(name="Editors of other pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    other = UserFactory(is_staff=True)
    other.groups.add(group)
    client.force_login(other)

    paths = [
        reverse("programmes:slides", args=[forum.event.pk]),
        reverse("programmes:slides_setup", args=[forum.event.pk]),
        reverse("programmes:slides_send", args=file_of(forum)),
        reverse("programmes:slides_file", args=file_of(forum)),
    ]
    allowed = publisher()
    refused_codes = {client.get(path).status_code for path in paths}
    client.force_login(allowed)
    answers = [client.get(path) for path in paths]

    assert refused_codes == {302}
    assert {answer.status_code for answer in answers} == {200}
    list(answers[-1].streaming_content)


def test_desk_page_costs_the_same_with_one_speaker_and_three(desk, django_assert_num_queries):
    forum = collecting()
    page = reverse("programmes:slides", args=[forum.event.pk])
    desk.get(page)
    # Session and user, rights on pages, the event with its set-up, the admin's frame; three of the lines.
    with django_assert_num_queries(16):
        desk.get(page)
    for number in range(2):
        SessionFactory(event=forum.event, slug=f"more-{number}", speakers=[SpeakerFactory(email="b@speaker.example")])
    send(forum)
    with django_assert_num_queries(16):
        assert len(desk.get(page).context["lines"]) == 3


def test_deadline_a_year_after_the_event_is_refused(desk, forum):
    late = (forum.event.ends_at + timedelta(days=400)).strftime("%Y-%m-%d 18:00")
    answer = desk.post(
        reverse("programmes:slides_setup", args=[forum.event.pk]), {"deadline": late, "publishing": "by_hand"}
    )
    assert "more than a year after the event" in answer.content.decode()
    assert (
        refused(configure, event=forum.event, actor=UserFactory(), deadline=timezone.now(), publishing="by_hand")
        == Reason.NOT_YOURS
    )


# Personal data --------------------------------------------------------------------------------------------------


def test_member_takes_slides_along_and_leaves_only_what_is_published(forum, django_capture_on_commit_callbacks):
    member = UserFactory(email="ana0@speaker.example")
    Speaker.objects.filter(pk=forum.speaker.pk).update(member=member)
    slides = send(forum)
    link_of(forum)

    collected = collect(member)
    with collected.files[0].open() as file:
        assert (collected.files[0].name, file.read()) == ("steel.pdf", PDF)
    page = publish_slides(slides_id=slides.pk, actor=publisher())
    with django_capture_on_commit_callbacks(execute=True):
        erase(member)
        erase(member)

    assert not private_storage().exists(slides.path)
    assert (Speaker.objects.get().email, SlidesLink.objects.count()) == ("", 0)
    assert ResourcePage.objects.get() == page
    assert FileVersion.objects.count() == 1


def test_rules_remove_slides_after_180_days_and_addresses_after_a_year(forum, django_capture_on_commit_callbacks):
    slides = send(forum)
    link_of(forum)
    by_key = {rule.key: rule for rule in rules()}
    ends = forum.event.ends_at

    with django_capture_on_commit_callbacks(execute=True):
        assert by_key["slides"].remove(ends + timedelta(days=179)) == 0
        assert by_key["slides"].remove(ends + timedelta(days=180)) == 1
    assert not private_storage().exists(slides.path)
    assert not SlidesLink.objects.exists()
    assert by_key["speaker-addresses"].remove(ends + timedelta(days=364)) == 0
    assert by_key["speaker-addresses"].remove(ends + timedelta(days=365)) == 1
    assert Speaker.objects.get().email == ""


def test_files_that_no_row_names_are_swept_and_others_stay(forum):
    slides = send(forum)
    lost = private_storage().save(f"events/slides/{forum.event.pk}/lost.pdf", SimpleUploadedFile("x", PDF))

    swept = sweep_orphans(now=timezone.now() + timedelta(days=2))
    assert [path for path in swept if path.startswith(f"events/slides/{forum.event.pk}/")] == [lost]
    assert private_storage().exists(slides.path)


# At the same moment ---------------------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_leave_one_row_and_one_file(race):
    forum = collecting()

    outcomes = race([partial(send, forum, content=PDF + b"%%EOF" * number) for number in range(6)])

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    slides = Slides.objects.get()
    assert slides.number == 6
    assert private_storage().listdir(f"events/slides/{forum.event.pk}")[1] == [slides.path.rpartition("/")[2]]


def test_slides_that_are_replaced_while_they_are_looked_at_wait_for_another_look(forum, manager, monkeypatch):
    slides = send(forum)
    judged = taking_in.checked

    def replaced(*anything, **more):
        monkeypatch.setattr(taking_in, "checked", judged)
        send(forum, content=PDF + b"%%EOF")
        return judged(*anything, **more)

    monkeypatch.setattr(taking_in, "checked", replaced)

    assert refused(publish_slides, slides_id=slides.pk, actor=manager) == Reason.SLIDES_NEWER
    assert not ResourcePage.objects.exists()
    publish_slides(slides_id=slides.pk, actor=manager)
    assert ResourcePage.objects.get().live


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_publishing_at_once_from_many_sides_makes_one_resource(race):
    forum = collecting(publishing="by_hand")
    slides = send(forum)
    actor = publisher()

    outcomes = race([partial(publish_slides, slides_id=slides.pk, actor=actor) for _ in range(4)])

    assert [each.reason for each in outcomes if isinstance(each, Refused)] == [Reason.SLIDES_PUBLISHED] * 3
    assert ResourcePage.objects.count() == 1


def test_session_of_an_event_that_is_closed_is_not_named_beside_another_one_that_is_open(client, forum, manager):
    slides = send(forum)
    resource = publish_slides(slides_id=slides.pk, actor=manager)
    ResourceContext.objects.create(resource=resource, page=EventPageFactory(title="Open event"), sort_order=2)
    address = resource.get_absolute_url()
    session = reverse("event_session", args=[forum.event.slug, forum.session.slug])
    assert session in client.get(address).text

    restrict(forum.event)

    text = client.get(address).text
    assert ("Open event" in text, session in text) == (True, False)
