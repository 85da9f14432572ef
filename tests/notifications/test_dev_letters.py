"""The mailbox of a machine without mail: in development everything, elsewhere nothing."""

import importlib

import pytest
from django.urls import clear_url_caches

from cop.notifications import urls
from tests.letters import deliver_all


@pytest.fixture
def development(settings):
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.notifications.dev_routes"
    clear_url_caches()
    yield
    clear_url_caches()


def paths() -> list[str]:
    return [str(route.pattern) for route in importlib.reload(urls).urlpatterns]


ALWAYS = ["letters/events/", "letters/unsubscribe/<str:token>/"]


def test_routes_exist_in_development_only(settings):
    assert paths() == ALWAYS
    settings.DEBUG = True
    assert len(paths()) == len(ALWAYS) + 1
    settings.DEBUG = False
    assert paths() == ALWAYS


def test_outside_development_nobody_reads_letters(post, client_for, staff, settings, development):
    letter = post("sample.code", code="QWERTZ", path="/")
    settings.DEBUG = False
    for path in ("", f"{letter.pk}/", f"{letter.pk}/html/", f"{letter.pk}/attachments/0/"):
        assert client_for(staff).get(f"/dev/letters/{path}").status_code == 404
    settings.ROOT_URLCONF = "cop.urls"
    clear_url_caches()
    assert client_for(staff).get("/dev/letters/").status_code == 404


def test_visitor_finds_the_code_in_the_newest_letter(post, client_for, development):
    post(to="first@mail.example", subject="An older letter")
    deliver_all()
    letter = post("sample.code", to="ana@mail.example", code="QWERTZ", path="/accounts/code/")
    visitor = client_for(None)
    for _state in ("queued", "sent"):
        box = visitor.get("/dev/letters/").text
        assert f'href="/dev/letters/{letter.pk}/"' in box
        assert box.index("ana@mail.example") < box.index("first@mail.example")
        assert "QWERTZ" in visitor.get(f"/dev/letters/{letter.pk}/").text
        assert "Type QWERTZ." in visitor.get(f"/dev/letters/{letter.pk}/?show=text").text
        assert "Type QWERTZ." in visitor.get(f"/dev/letters/{letter.pk}/html/").text
        deliver_all()


def test_letter_stands_in_a_sandboxed_frame(post, client_for, development):
    letter = post()
    page = client_for(None).get(f"/dev/letters/{letter.pk}/")
    assert f'src="/dev/letters/{letter.pk}/html/"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = client_for(None).get(f"/dev/letters/{letter.pk}/html/")
    assert frame.headers["Content-Security-Policy"].startswith("sandbox ")


def test_mailbox_looks_again_by_itself_when_asked(client_for, db, development):
    visitor = client_for(None)
    assert "Refresh" not in visitor.get("/dev/letters/").headers
    assert visitor.get("/dev/letters/?refresh").headers["Refresh"] == "5"


def test_empty_mailbox_says_what_to_do(client_for, db, development):
    assert "No letters yet" in client_for(None).get("/dev/letters/").text


def test_attachment_is_downloaded(post, client_for, development):
    letter = post(files=["Forum 2027.ics"])
    visitor = client_for(None)
    assert f"/dev/letters/{letter.pk}/attachments/0/" in visitor.get(f"/dev/letters/{letter.pk}/").text
    answer = visitor.get(f"/dev/letters/{letter.pk}/attachments/0/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer.headers["Content-Type"] == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Forum 2027.ics"'
    assert visitor.get(f"/dev/letters/{letter.pk}/attachments/1/").status_code == 404


def test_letter_that_cannot_be_built_has_a_page_all_the_same(post, client_for, development):
    letter = post("sample.broken")
    assert "This letter cannot be shown" in client_for(None).get(f"/dev/letters/{letter.pk}/").text


def test_mailbox_changes_nothing(post, client_for, development):
    letter = post()
    assert client_for(None).post(f"/dev/letters/{letter.pk}/").status_code == 405


def test_mailbox_takes_the_same_statements_for_one_letter_and_for_three(
    post, client_for, development, django_assert_num_queries
):
    visitor = client_for(None)
    for letters in (1, 2):
        for _number in range(letters):
            post()
        with django_assert_num_queries(2):
            visitor.get("/dev/letters/")
