"""The newsletter's desk in the admin: who gets in, composing without a script, preview, sending with its progress."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from news.choices import IssueState
from news.models import Issue
from news.selectors import newsletter
from news.services import sending
from tests.factories.members import UserFactory
from tests.factories.news import ArticlePageFactory, IssueFactory, SubscriberFactory
from tests.letters import deliver_all, letters

pytestmark = pytest.mark.django_db
PAGES = ("", "progress/", "preview/", "html/", "schedule/", "send/")
ACTS = ("test/", "unschedule/", "stop/", "delete/")


@pytest.fixture
def editor():
    """May compose, not send."""
    user = UserFactory(name="Edda Editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_issue", "access_admin"]))
    return user


@pytest.fixture
def stranger():
    """May enter the admin, and nothing else."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    return user


def test_desk_is_closed_to_those_without_the_right(client, client_for, member, stranger, editor):
    issue = IssueFactory()
    base = f"/admin/newsletter/{issue.pk}/"
    paths = ["/admin/newsletter/", "/admin/newsletter/new/", *(base + each for each in PAGES)]
    for user in (None, member, stranger):
        browser = client_for(user)
        for path in paths:
            assert browser.get(path).status_code in (302, 403), path
        for path in (base, *(base + each for each in ACTS)):
            assert browser.post(path, {"subject": "Changed"}).status_code in (302, 403), path
    issue.refresh_from_db()
    assert issue.subject != "Changed"
    browser = client_for(editor)
    for path in paths:
        assert browser.get(path).status_code == 200, path
    assert browser.get("/admin/newsletter/999999/").status_code == 404
    assert "Newsletter" in browser.get("/admin/").text


def test_editor_composes_without_a_script(client_for, editor):
    a, b = ArticlePageFactory(title="Article A"), ArticlePageFactory(title="Article B")
    browser = client_for(editor)
    where = browser.post("/admin/newsletter/new/", {"subject": "March"})["Location"]
    issue = Issue.objects.get()
    assert where == f"/admin/newsletter/{issue.pk}/"

    words = {"subject": "March issue", "intro": "Dear readers"}
    browser.post(where, {**words, "add": [a.pk, b.pk], "then": "save"})
    browser.post(where, {**words, f"place-{a.pk}": "2", f"place-{b.pk}": "1", "then": "save"})

    assert [item["title"] for item in newsletter.content_of(issue)] == ["Article B", "Article A"]
    page = browser.get(where)
    assert [item.page.title for item in page.context["items"]] == ["Article B", "Article A"]
    # Searching keeps what stands on the screen.
    answer = browser.post(where, {**words, "subject": "Typed", "remove": [a.pk], "then": "search", "q": "article"})
    assert answer["Location"] == f"{where}?q=article&kind=#choose"
    issue.refresh_from_db()
    assert issue.subject == "Typed"
    assert [each.title for each in browser.get(answer["Location"]).context["candidates"]] == ["Article A"]
    actions = ["news.issue.create", "news.issue.edit", "news.issue.edit", "news.issue.edit"]
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == actions


def test_odd_numbers_in_the_form_change_nothing(client_for, editor):
    a, b = ArticlePageFactory(), ArticlePageFactory()
    issue = IssueFactory(pages=[a, b])
    data = {"subject": "S", "intro": "", f"place-{a.pk}": "-1", f"place-{b.pk}": "٣", "place-x": "1", "place-": "2"}

    answer = client_for(editor).post(
        f"/admin/newsletter/{issue.pk}/", data | {"add": ["x", "9" * 30, "-4"], "remove": ["", "1e5"]}
    )

    assert answer.status_code == 302
    assert [item.page_id for item in newsletter.items_of(issue)] == [a.pk, b.pk]


def test_preview_shows_the_letter_in_a_frame_that_can_do_nothing(client_for, editor):
    issue = IssueFactory(subject="March", intro="<script>alert(1)</script>", pages=[ArticlePageFactory(title="News A")])
    browser = client_for(editor)

    page = browser.get(f"/admin/newsletter/{issue.pk}/preview/")
    frame = browser.get(f"/admin/newsletter/{issue.pk}/html/")

    assert "News A" in page.text
    assert "<script>alert" not in page.text
    assert "News A" in frame.text
    assert "<script>alert" not in frame.text
    assert frame["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert letters() == []


def test_editor_sends_a_test_but_not_the_issue(client_for, editor):
    SubscriberFactory(address="reader@readers.example")
    issue = IssueFactory()
    browser = client_for(editor)

    browser.post(f"/admin/newsletter/{issue.pk}/test/", {"addresses": "a@test.example; b@test.example"})
    assert [message.to[0] for message in deliver_all()] == ["a@test.example", "b@test.example"]
    answer = browser.post(f"/admin/newsletter/{issue.pk}/test/", {"addresses": "nobody"}, follow=True)
    assert "Give one to five e-mail addresses." in answer.text

    assert "You may compose the newsletter, but not send it." in browser.get(f"/admin/newsletter/{issue.pk}/send/").text
    answer = browser.post(f"/admin/newsletter/{issue.pk}/send/", follow=True)
    assert "You may not do this." in answer.text
    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT


def test_publisher_schedules_on_the_site_s_clock_and_takes_it_back(client_for, staff):
    issue = IssueFactory()
    browser = client_for(staff)
    path = f"/admin/newsletter/{issue.pk}/schedule/"

    assert "Choose a time that lies ahead." in browser.post(path, {"due_at": "2020-01-01 10:00"}).text
    browser.post(path, {"due_at": "2099-07-01 10:00"})
    issue.refresh_from_db()
    assert (issue.state, issue.due_at.isoformat()) == (IssueState.SCHEDULED, "2099-07-01T08:00:00+00:00")
    assert "It goes on 1 July 2099, 10:00." in browser.get(f"/admin/newsletter/{issue.pk}/").text

    browser.post(f"/admin/newsletter/{issue.pk}/unschedule/")
    issue.refresh_from_db()
    assert issue.state == IssueState.DRAFT


def test_publisher_sends_and_sees_how_far_it_is(client_for, staff):
    for number in range(4):
        SubscriberFactory(address=f"r{number}@readers.example")
    issue = IssueFactory()
    browser = client_for(staff)
    base = f"/admin/newsletter/{issue.pk}/"
    assert "to 4 subscribers now?" in browser.get(f"{base}send/").text
    assert Issue.objects.get().state == IssueState.DRAFT

    browser.post(f"{base}send/")
    sending.write_batch(issue_id=issue.pk)
    from cop.notifications.models import Letter
    from cop.notifications.services import delivery

    delivery.deliver(Letter.objects.first().pk)
    page = browser.get(f"{base}progress/")
    assert '<progress class="newsletter-progress" max="4" value="1"' in page.text
    assert page["Cache-Control"].startswith("no-store")
    assert "3 waiting" in browser.get(base).text

    answer = browser.post(f"{base}stop/", follow=True)
    assert "Stopped; 3 letters were held back." in answer.text
    # What is over can be neither changed nor sent nor deleted.
    for act in ("send/", "stop/", "delete/", "unschedule/"):
        browser.post(base + act)
    browser.post(base, {"subject": "Changed", "intro": ""})
    issue.refresh_from_db()
    assert (issue.state, issue.subject != "Changed") == (IssueState.STOPPED, True)


def test_draft_is_deleted_by_post_only(client_for, editor):
    issue = IssueFactory()
    browser = client_for(editor)

    assert browser.get(f"/admin/newsletter/{issue.pk}/delete/").status_code == 405
    browser.post(f"/admin/newsletter/{issue.pk}/delete/")

    assert not Issue.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_statements_whatever_it_lists(client_for, staff, django_assert_max_num_queries, rows):
    for _number in range(rows):
        IssueFactory(started_at=timezone.now())
    browser = client_for(staff)
    browser.get("/admin/newsletter/")

    # Session, user, user's admin profile, count, issues, and what the admin's frame asks.
    with django_assert_max_num_queries(12):
        browser.get("/admin/newsletter/")
