"""Good practices in the admin: nothing is published before two people have looked, drafts of members are secret."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cop.core.roles import Role
from cop.members.services import role_table
from resources.models import GoodPracticePage
from resources.services import proposing
from resources.services.validation_setup import set_up
from resources.validation import validated_at, validation_workflow
from tests.factories.members import UserFactory, with_role
from tests.factories.practices import act, checker, fresh, make_proposal, publish, validator
from tests.factories.resources import GoodPracticePageFactory, library, publisher
from tests.letters import kinds

pytestmark = pytest.mark.django_db
REJECT = 'data-workflow-action-name="reject"'
EMPTY = {
    f"{name}-{part}": "0"
    for name in ("authors", "links", "region_items", "context_items", "related_items", "comments")
    for part in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    library()
    set_up()


def fields(**changed) -> dict:
    values = {"title": "By an editor", "slug": "by-an-editor", "date": "2026-06-01", "date_precision": "day"}
    return values | {"body-count": "0", **EMPTY} | changed


def create(client, **changed):
    address = reverse("wagtailadmin_pages:add", args=["resources", "goodpracticepage", library().pk])
    return client.post(address, fields(**changed))


def decide(client, page, action, comment=""):
    step = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, step.pk])
    return client.post(address, {"comment": comment, "next": reverse("wagtailadmin_home")})


def live(page) -> bool:
    return GoodPracticePage.objects.get(pk=page.pk).live


def test_roles_bring_the_workflow_once():
    assert role_table.write_roles() == []
    assert [task.name for task in validation_workflow().tasks] == ["Check", "Validation"]
    fresh_page = GoodPracticePageFactory(live=False, first_published_at=None)
    assert fresh_page.get_workflow() == validation_workflow()
    assert GoodPracticePageFactory().get_workflow() != validation_workflow()


def test_publisher_is_refused_in_words_and_what_they_typed_stays(client_for):
    client = client_for(publisher())
    answer = create(client, **{"action-publish": "yes", "summary": "STAYS HERE"})
    assert "two people have looked at it" in answer.text
    assert "STAYS HERE" in answer.text
    assert GoodPracticePage.objects.count() == 0
    assert "action-publish" not in client.get(
        reverse("wagtailadmin_pages:add", args=["resources", "goodpracticepage", library().pk])
    ).text.replace("action-publish-", "")


def test_no_way_of_publishing_leads_past_the_two(client_for):
    admin = publisher()
    client = client_for(admin)
    create(client)
    page = GoodPracticePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "two people have looked at it" in client.post(edit, fields(**{"action-publish": "yes"})).text
    scheduled = fields(**{"action-publish": "yes", "go_live_at": "2030-01-01 00:00"})
    assert "two people have looked at it" in client.post(edit, scheduled).text
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert "You don't have permission to publish" in client.get(f"{bulk}?id={page.pk}").text.replace("&#x27;", "'")
    client.post(f"{bulk}?id={page.pk}", {"include_descendants": ""})
    client.post(f"{bulk}?id={library().pk}", {"include_descendants": "on"})
    client.post(f"/admin/api/main/pages/{page.pk}/action/publish/")
    assert not live(page)
    assert page.revisions.exclude(approved_go_live_at=None).count() == 0


def test_copy_of_a_published_one_begins_as_a_draft(client_for):
    page = GoodPracticePageFactory(slug="it")
    page.save_revision()
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    values = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": library().pk}
    answer = client_for(publisher()).post(address, values | {"publish_copies": "on"}, follow=True)
    assert "Copy it as a draft." in answer.text
    assert GoodPracticePage.objects.count() == 1
    client_for(publisher()).post(address, values)
    copy = GoodPracticePage.objects.get(slug="copy")
    assert (copy.live, copy.get_workflow()) == (False, validation_workflow())


def test_editors_own_practice_takes_two_others(client_for):
    edda, mona, second = checker(), validator(), validator(name="Second")
    client = client_for(edda)
    create(client, **{"action-submit": "yes"})
    page = GoodPracticePage.objects.get()
    assert page.current_workflow_task.name == "Check"
    decide(client, page, "approve")
    assert page.current_workflow_task.name == "Check"
    decide(client_for(mona), page, "approve")
    page = GoodPracticePage.objects.get()
    assert page.current_workflow_task.name == "Validation"
    decide(client_for(mona), page, "approve")
    assert not live(page)
    decide(client_for(second), page, "approve")
    assert live(page)
    assert validated_at(page.pk) is not None
    # Its author is staff, and hears of it as of every page.
    assert kinds(member=edda) == ["editing.approved"]


def test_second_person_sees_no_buttons_that_would_refuse(client_for):
    mona = validator()
    proposal = make_proposal(UserFactory(), is_sent=True)
    client = client_for(mona)
    edit = reverse("wagtailadmin_pages:edit", args=[proposal.page_id])
    assert REJECT in client.get(edit).text
    assert "good practice to review" in client.get(reverse("wagtailadmin_home")).text
    act(proposal, mona)
    assert REJECT not in client.get(edit).text
    assert "good practice to review" not in client.get(reverse("wagtailadmin_home")).text


def test_changes_are_asked_for_in_words(client_for):
    proposal = make_proposal(UserFactory(), is_sent=True)
    client = client_for(checker())
    decide(client, proposal.page, "reject", " ")
    assert fresh(proposal).page.current_workflow_task is not None
    decide(client, proposal.page, "reject", "Where is that from?")
    assert fresh(proposal).page.current_workflow_task is None


def test_changes_of_a_published_one_are_as_for_every_page(client_for):
    proposal = publish(make_proposal(UserFactory(), is_sent=True))
    page = proposal.page.get_latest_revision_as_object()
    page.summary = "Better."
    page.save_revision().publish(user=publisher())
    assert GoodPracticePage.objects.get(pk=page.pk).summary == "Better."
    page.unpublish()
    page.save_revision().publish(user=publisher())
    assert live(page)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_unsent_draft_is_nobodys_business(client_for, role):
    proposal = make_proposal(UserFactory(), title="CANARY draft")
    staff = client_for(with_role(role))
    places = [
        reverse("wagtailadmin_explore", args=[library().pk]),
        reverse("wagtailadmin_pages:search") + "?q=draft",
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_choose_page_child", args=[library().pk]),
        f"/admin/api/main/pages/{proposal.page_id}/",
    ]
    edit = reverse("wagtailadmin_pages:edit", args=[proposal.page_id])
    for place in [*places, edit]:
        assert "CANARY" not in staff.get(place, follow=True).text, place
    proposing.send(member=proposal.author, proposal_id=proposal.pk, consents=True)
    assert "CANARY" in staff.get(edit).text
    assert "CANARY" in staff.get(places[0]).text
    proposing.take_back(member=proposal.author, proposal_id=proposal.pk)
    assert "CANARY" not in staff.get(edit, follow=True).text


def test_panel_says_who_proposed_and_under_which_licence(client_for):
    proposal = make_proposal(UserFactory(name="Ana Author"), is_sent=True)
    page = client_for(checker()).get(reverse("wagtailadmin_pages:edit", args=[proposal.page_id]))
    assert "Ana began this on" in page.text or "Ana Author began this on" in page.text
    assert "Creative Commons Attribution 4.0" in page.text


def test_declining_in_the_admin(client_for):
    edda = checker()
    proposal = make_proposal(UserFactory(), is_sent=True)
    address = reverse("decline_practice:index", args=[proposal.page_id])
    assert address in client_for(edda).get(reverse("wagtailadmin_pages:edit", args=[proposal.page_id])).text
    client = client_for(edda)
    assert "Say why, in words" in client.post(address, {"words": "\u200b"}).text
    assert client.post(address, {"words": "An advertisement."}).status_code == 302
    assert fresh(proposal).decline_words == "An advertisement."
    assert client.post(address, {"words": "Again."}).status_code == 302
    assert fresh(proposal).decline_words == "An advertisement."


def test_nobody_else_declines(client_for):
    proposal = make_proposal(UserFactory(), is_sent=True)
    address = reverse("decline_practice:index", args=[proposal.page_id])
    client_for(with_role(Role.EVENT_MANAGER)).post(address, {"words": "No."})
    client_for(proposal.author).post(address, {"words": "No."})
    assert fresh(proposal).declined_at is None


def test_members_page_of_the_secretariat_names_what_was_sent_only(client_for):
    author = UserFactory()
    make_proposal(author, title="Unsent CANARY")
    make_proposal(author, title="A sent one", is_sent=True)
    from cop.members.requests import requests_of

    assert [str(each.what) for each in requests_of(author)] == ["Good practice: A sent one"]


def test_page_says_nothing_of_validation_that_did_not_happen(client):
    GoodPracticePageFactory(slug="old", last_published_at=timezone.now())
    assert "Validated by" not in client.get("/library/old/").text
    assert Page.objects.filter(slug="old").exists()
