"""Days of review: who sets them, who is reminded, and the report."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cop.core.models import BasePage
from cop.core.page_care import BasePageForm, months_later
from cop.core.roles import Role
from cop.editing.refusals import EditingRefused
from cop.editing.selectors.care import reviewed_kinds, stale_pages
from cop.editing.services import reviewing
from cop.editing.tasks import remind_of_reviews
from home.models import StandardPage
from tests.factories.events import EventPageFactory
from tests.factories.members import with_role
from tests.factories.pages import StandardPageFactory
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 3, 1)


@pytest.fixture
def today(time_machine) -> date:
    """A Monday, at noon."""
    time_machine.move_to(datetime(2027, 3, 1, 12, tzinfo=timezone.get_current_timezone()), tick=False)
    return MONDAY


def stale(title: str, *, owner=None, days: int = 1, **given) -> StandardPage:
    return StandardPageFactory(title=title, owner=owner, review_by=MONDAY - timedelta(days=days), **given)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 1), 12, date(2028, 12, 1)),
    ],
)
def test_months_later_ends_with_the_month(day, months, later):
    assert months_later(day, months) == later


def test_every_page_of_ours_is_edited_with_the_form_that_keeps_its_care():
    def kinds(model):
        for kind in model.__subclasses__():
            yield kind
            yield from kinds(kind)

    forms = {kind.__name__: kind.base_form_class for kind in kinds(BasePage)}
    assert [name for name, form in forms.items() if not issubclass(form, BasePageForm)] == []
    # The row of a type below another one (a good practice is a resource) has its day in the row of that one.
    rows = [kind for kind in kinds(BasePage) if not kind._meta.abstract and kind._meta.pk.remote_field.model is Page]
    assert {kind.__name__ for kind in rows if kind.review_months} == {
        kind.__name__ for kind in reviewed_kinds().values()
    }


# Days -----------------------------------------------------------------------------------------------------------


def test_publishing_sets_a_missing_day_and_moves_a_past_one_but_keeps_a_later_one(today):
    page = StandardPageFactory(title="New", live=False)
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    assert page.review_by == date(2028, 3, 1)
    for day, expected in ((MONDAY, date(2028, 3, 1)), (date(2027, 3, 2), date(2027, 3, 2))):
        StandardPage.objects.filter(pk=page.pk).update(review_by=day)
        StandardPage.objects.get(pk=page.pk).save_revision().publish()
        assert StandardPage.objects.get(pk=page.pk).review_by == expected


def test_event_is_never_due(today):
    event = EventPageFactory()
    event.save_revision().publish()
    event.refresh_from_db()
    assert event.review_by is None
    reviewing.give_missing_days()
    event.refresh_from_db()
    assert event.review_by is None


def test_old_draft_does_not_bring_an_old_day_back(today, editor):
    page = stale("Page")
    revision = page.save_revision()
    reviewing.mark_reviewed(page=page, actor=editor)
    revision.publish()
    page.refresh_from_db()
    assert page.review_by == date(2028, 3, 1)


def test_day_and_owner_in_the_form_apply_at_once_to_a_published_page(client_for, editor, moderator, today):
    page = stale("Page", owner=editor)
    empty = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    values = {"title": "Page", "slug": page.slug, "body-count": "0", "owner": moderator.pk, "review_by": "2027-05-05"}
    answer = client_for(editor).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**values, **empty})
    page.refresh_from_db()
    assert answer.status_code == 302
    assert (page.owner, page.review_by, page.has_unpublished_changes) == (moderator, date(2027, 5, 5), True)


def test_only_people_of_the_secretariat_can_be_chosen_as_owner(client_for, editor, member, today):
    page = stale("Page", owner=editor)
    client, address = client_for(editor), reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert member.name not in client.get(address).text
    empty = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    client.post(address, {"title": "Page", "slug": page.slug, "body-count": "0", "owner": member.pk, **empty})
    page.refresh_from_db()
    assert page.owner == editor


@pytest.mark.parametrize(("live", "day"), [(True, date(2028, 3, 1)), (False, None)])
def test_copy_of_a_page_does_not_inherit_its_day(today, live, day):
    copy = stale("Page").copy(update_attrs={"slug": "copy"}, keep_live=live)
    assert StandardPage.objects.get(pk=copy.pk).review_by == day


def test_missing_days_are_given_once_counted_from_the_last_publication(today):
    page = StandardPageFactory(last_published_at=datetime(2026, 8, 31, 12, tzinfo=timezone.get_current_timezone()))
    assert reviewing.give_missing_days() >= 1
    assert StandardPage.objects.get(pk=page.pk).review_by == date(2027, 8, 31)
    assert reviewing.give_missing_days() == 0


def test_marking_as_reviewed_moves_the_day_and_stands_in_the_history(client_for, editor, today):
    page = stale("Page")
    client_for(editor).post(reverse("reviews:reviewed", args=[page.pk]))
    page.refresh_from_db()
    assert page.review_by == date(2028, 3, 1)
    history = client_for(editor).get(reverse("wagtailadmin_pages:history", args=[page.pk])).text
    assert "Reviewed; next review on 1 March 2028" in history


def test_marking_is_refused_to_who_may_not_edit_the_page(client_for, today, one_factor):
    page = stale("Page")
    manager = with_role(Role.EVENT_MANAGER)
    client_for(manager).post(reverse("reviews:reviewed", args=[page.pk]))
    assert client_for(manager).get(reverse("reviews:reviewed", args=[page.pk])).status_code == 405
    with pytest.raises(EditingRefused):
        reviewing.mark_reviewed(page=page, actor=manager)
    page.refresh_from_db()
    assert page.review_by == MONDAY - timedelta(days=1)


# Reminders ------------------------------------------------------------------------------------------------------


def test_page_is_due_on_its_day_and_not_before(today):
    for days, expected in ((-1, []), (0, ["Page"]), (1, ["Page"])):
        StandardPage.objects.all().delete()
        stale("Page", days=days)
        assert [page.title for page in stale_pages(today=today)] == expected


def test_owner_gets_one_letter_with_all_pages_a_week(editor, moderator, today):
    stale("First", owner=editor, days=2)
    stale("Second", owner=editor)
    stale("Not yet", owner=editor, days=-1)
    stale("Draft", owner=editor, live=False)
    assert reviewing.remind() == 1
    for day in range(7):
        assert reviewing.remind(today=MONDAY + timedelta(days=day)) == 0
    [message] = deliver_all()
    assert (message.to, message.subject) == (["Edda Editor <edda@secretariat.example>"], "2 pages to review")
    assert message.body.index("First") < message.body.index("Second")
    assert "Not yet" not in message.body
    assert "Draft" not in message.body
    assert reviewing.remind(today=MONDAY + timedelta(days=7)) == 1


@pytest.mark.parametrize("left", ["never had one", "closed", "no longer staff"])
def test_moderators_are_reminded_of_pages_that_nobody_looks_after(editor, moderator, today, left):
    if left == "closed":
        editor.is_active = False
    if left == "no longer staff":
        editor.is_staff = False
    editor.save()
    stale("Orphan", owner=None if left == "never had one" else editor)
    reviewing.remind()
    [message] = deliver_all()
    assert (message.to, message.subject) == (["Mona Moderator <mona@secretariat.example>"], "A page to review")


def test_letter_about_pages_reviewed_meanwhile_is_withdrawn(editor, today):
    page = stale("Page", owner=editor)
    reviewing.remind()
    reviewing.mark_reviewed(page=page, actor=editor)
    assert deliver_all() == []


def test_clock_gives_days_and_reminds(editor, today):
    stale("Page", owner=editor)
    remind_of_reviews.func()
    remind_of_reviews.func()
    assert kinds(member=editor) == ["editing.review_due"]


# The report -----------------------------------------------------------------------------------------------------


def rows(client, **filters) -> list[str]:
    response = client.get(reverse("reviews:index"), {**filters, "export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["Page"] for row in csv.DictReader(StringIO(text))]


def test_report_filters_by_state_owner_and_section_and_exports(client_for, editor, today):
    about = StandardPageFactory(title="About", slug="about", review_by=MONDAY + timedelta(days=9))
    below = stale("Below", parent=about, owner=editor)
    stale("=1+1", days=5)
    client = client_for(editor)
    assert rows(client, due="due") == ["'=1+1", "Below"]
    assert rows(client, due="later") == ["About"]
    assert rows(client, owner="me") == ["Below"]
    assert rows(client, owner="none", due="due") == ["'=1+1"]
    assert rows(client, section=about.pk) == ["Below", "About"]
    shown = client.get(reverse("reviews:index"), {"due": "due"}).text
    assert reverse("reviews:reviewed", args=[below.pk]) in shown
    for wrong in ({"owner": "4711"}, {"due": "x"}, {"section": "x"}):
        assert client.get(reverse("reviews:index"), wrong).status_code == 200


def test_report_holds_only_pages_that_one_may_edit(client_for, one_factor, today):
    from cop.members.services import role_table
    from tests.factories.events import event_index

    stale("CANARY")
    event_index()
    role_table.write_roles()
    manager = with_role(Role.EVENT_MANAGER)
    assert "CANARY" not in client_for(manager).get(reverse("reviews:index")).text
    assert rows(client_for(manager)) == []


def test_report_takes_as_many_statements_with_three_pages_as_with_one(client_for, editor, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address = client_for(editor), reverse("reviews:index")
    stale("1", owner=editor)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    stale("2", owner=editor)
    stale("3")
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)
