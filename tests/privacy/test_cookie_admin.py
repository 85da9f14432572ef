"""The cookie list and the report of choices in the admin: who may, what is read-only, what is exported."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission

from cop.members.models import User
from cop.privacy.consent_cookie import Choice
from cop.privacy.models import Cookie
from cop.privacy.selectors.cookies import list_state
from cop.privacy.services.consent import record_choice

pytestmark = pytest.mark.django_db

ENTRY = {
    "category": "functional",
    "name": "video-player*",
    "purpose": "Remembers where you stopped.",
    "duration": "1 year",
    "provider": "Sample video host",
    "third_party": "on",
    "kind": "storage",
}


@pytest.fixture
def admin(staff, client_for):
    return client_for(staff)


def clerk(*codenames: str) -> User:
    """Somebody who may enter the admin and has these rights only."""
    user = User.objects.create_user("clerk@members.example", name="Clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


def test_list_shows_every_entry_and_where_it_comes_from(admin, optional):
    page = admin.get("/admin/cookies/").content.decode()

    assert all(name in page for name in Cookie.objects.values_list("name", flat=True))
    assert page.count("The platform") == 7
    session = Cookie.objects.get(code="session")
    assert f"/admin/cookies/edit/{session.pk}/" in page
    assert f"/admin/cookies/delete/{session.pk}/" not in page
    assert f"/admin/cookies/delete/{optional.pk}/" in page


def test_new_entry_is_on_the_public_page_and_asks_visitors(admin, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post("/admin/cookies/new/", ENTRY, follow=True)

    assert "every visitor is asked again" in answer.content.decode()
    assert list_state().optional == ("functional",)
    assert "video-player*" in client.get("/cookies/").content.decode()


def test_new_entry_that_is_necessary_asks_nobody(admin):
    answer = admin.post("/admin/cookies/new/", ENTRY | {"category": "necessary"}, follow=True)

    assert "every visitor is asked again" not in answer.content.decode()
    assert Cookie.objects.filter(name="video-player*").exists()


def test_same_entry_twice_is_refused_in_words(admin, optional):
    answer = admin.post("/admin/cookies/new/", ENTRY)

    assert answer.status_code == 200
    assert "cookie is on the list already." in answer.content.decode()
    assert Cookie.objects.filter(name="video-player*").count() == 1


def test_entry_of_the_code_keeps_its_facts_whatever_is_sent(admin):
    session = Cookie.objects.get(code="session")

    admin.post(f"/admin/cookies/edit/{session.pk}/", ENTRY | {"purpose": "Said better.", "code": "", "order": 1})

    row = Cookie.objects.get(pk=session.pk)
    assert (row.purpose, row.name, row.category, row.code, row.order) == (
        "Said better.",
        "sessionid",
        "necessary",
        "session",
        10,
    )


def test_entry_of_the_code_cannot_be_deleted(admin):
    session = Cookie.objects.get(code="session")
    url = f"/admin/cookies/delete/{session.pk}/"

    assert url not in admin.get(f"/admin/cookies/edit/{session.pk}/").content.decode()
    admin.post(url)
    assert Cookie.objects.filter(pk=session.pk).exists()


def test_entry_of_editors_can_be_deleted(admin, optional, django_capture_on_commit_callbacks):
    assert f"/admin/cookies/delete/{optional.pk}/" in admin.get(f"/admin/cookies/edit/{optional.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"/admin/cookies/delete/{optional.pk}/")

    assert not Cookie.objects.filter(pk=optional.pk).exists()
    assert list_state().version == ""


def test_list_and_report_are_closed_to_who_has_no_right_to_them(optional, client_for):
    client = client_for(clerk())

    for path in ("", "new/", f"edit/{optional.pk}/", f"delete/{optional.pk}/"):
        assert client.get(f"/admin/cookies/{path}").status_code == 302
    client.post("/admin/cookies/new/", ENTRY | {"name": "sneaked"})
    client.post(f"/admin/cookies/delete/{optional.pk}/")
    assert client.get("/admin/reports/cookie-choices/").status_code == 302
    assert "cookie-choices" not in client.get("/admin/").content.decode()
    assert not Cookie.objects.filter(name="sneaked").exists()
    assert Cookie.objects.filter(pk=optional.pk).exists()


@pytest.fixture
def chosen(counted):
    version = list_state().version
    for day, accepted in [(1, ()), (2, ()), (3, ("functional",)), (4, ("functional", "analytics"))]:
        with time_machine.travel(datetime(2026, 3, day, 12, tzinfo=UTC), tick=False):
            record_choice(choice=Choice(version, accepted))


def test_report_counts_choices_by_month(chosen, client_for):
    page = client_for(clerk("view_consentrecord")).get("/admin/reports/cookie-choices/").content.decode()

    rows = page.partition('class="listing')[2].partition("<tbody")[2].partition("</tbody>")[0]
    words = " ".join(" ".join(part.partition(">")[2] for part in rows.split("<")).split())
    assert words == ("March 2026 Nothing optional 2 March 2026 Functional 1 March 2026 Functional, Analytics 1")


def test_report_is_exported(chosen, client_for):
    answer = client_for(clerk("view_consentrecord")).get("/admin/reports/cookie-choices/?export=csv")

    assert b"".join(answer.streaming_content).decode().splitlines() == [
        "Month,Accepted,How often",
        "2026-03,Nothing optional,2",
        "2026-03,Functional,1",
        '2026-03,"Functional, Analytics",1',
    ]
