"""Submitted pages: who approves them, who is told, and publishing by the clock."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.pages import edit
from wagtail.models import TaskState, WorkflowState

from cop.core.roles import Role
from cop.editing import tasks
from cop.notifications.models import Letter
from home.models import StandardPage
from tests.factories.members import UserFactory, with_role
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db


def submit(client, page, action: str = "action-submit", **changed):
    values = {"title": page.title, "slug": page.slug, "body-count": "0", "summary": page.summary, **changed}
    empty = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {**values, **empty, action: "1"}, follow=False
    )


def decide(client, page, action: str, comment: str = ""):
    task_state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])
    return client.post(address, {"comment": comment, "next": reverse("wagtailadmin_home")})


def told() -> list[tuple[str, str]]:
    return [(message.to[0].partition(" <")[0].strip('"'), message.subject) for message in deliver_all()]


def test_editor_submits_and_the_moderators_are_told_by_the_outbox(client_for, draft, editor, moderator):
    with_role(Role.MODERATOR, is_active=False)
    UserFactory(name="Member")
    assert submit(client_for(editor), draft).status_code == 302
    draft.refresh_from_db()
    assert draft.live is False
    assert draft.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    # Nothing past the outbox.
    assert mail.outbox == []
    assert told() == [("Mona Moderator", "To approve: CANARY-TITLE")]


def test_editor_cannot_publish_however_they_ask(client_for, draft, editor):
    client = client_for(editor)
    submit(client, draft, "action-publish")
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}")
    draft.refresh_from_db()
    assert draft.live is False


def test_moderator_publishes_and_the_editor_is_told(client_for, draft, editor, moderator):
    submit(client_for(editor), draft)
    told()
    draft.refresh_from_db()
    decide(client_for(moderator), draft, "approve", "Well done.")
    draft.refresh_from_db()
    assert draft.live is True
    [message] = deliver_all()
    assert (message.to, message.subject) == (["Edda Editor <edda@secretariat.example>"], "Approved: CANARY-TITLE")
    assert "Mona Moderator has approved your page. It is published." in message.body
    assert mail.outbox == [*mail.outbox[:1], message]


def test_moderator_sends_back_with_a_comment(client_for, draft, editor, moderator):
    submit(client_for(editor), draft)
    told()
    draft.refresh_from_db()
    decide(client_for(moderator), draft, "reject", "The date is missing.")
    draft.refresh_from_db()
    assert draft.live is False
    [message] = deliver_all()
    assert message.subject == "Please change: CANARY-TITLE"
    assert "The date is missing." in message.body


def test_page_submitted_again_is_a_new_letter(client_for, draft, editor, moderator):
    for _time in range(2):
        submit(client_for(editor), draft)
        draft.refresh_from_db()
        decide(client_for(moderator), draft, "reject", "No.")
        draft.refresh_from_db()
    assert kinds() == ["editing.submitted", "editing.rejected"] * 2


def test_editor_cannot_approve_their_own_page(client_for, draft, editor, moderator):
    submit(client_for(editor), draft)
    draft.refresh_from_db()
    decide(client_for(editor), draft, "approve")
    draft.refresh_from_db()
    assert draft.live is False


def test_letter_to_moderators_is_withdrawn_when_one_was_faster(client_for, draft, editor, moderator):
    submit(client_for(editor), draft)
    draft.refresh_from_db()
    decide(client_for(moderator), draft, "approve")
    assert told() == [("Edda Editor", "Approved: CANARY-TITLE")]
    assert Letter.objects.get(kind="editing.submitted").state == "withdrawn"


def test_who_has_switched_these_letters_off_gets_none(client_for, draft, editor, moderator):
    from wagtail.users.models import UserProfile

    second = with_role(Role.MODERATOR, name="Second")
    UserProfile.objects.create(user=moderator, submitted_notifications=False)
    submit(client_for(editor), draft)
    assert [letter.member for letter in Letter.objects.all()] == [second]


def test_administrators_are_told_where_there_is_no_moderator(client_for, draft, editor, staff):
    submit(client_for(editor), draft)
    assert [letter.member for letter in Letter.objects.all()] == [staff]


def test_moderator_who_submits_their_own_is_told_nothing(client_for, draft, moderator):
    submit(client_for(moderator), draft)
    assert kinds() == []


def test_comments_go_through_the_outbox_too(draft, editor, moderator):
    class Comment:
        text = "Is this still true?"

    edit.send_notification(
        [editor],
        "updated_comments",
        {
            "page": draft,
            "editor": moderator,
            "new_comments": [Comment()],
            "resolved_comments": [],
            "deleted_comments": [],
            "replied_comments": [],
        },
    )
    [message] = deliver_all()
    assert (message.to, message.subject) == (["Edda Editor <edda@secretariat.example>"], "Comments: CANARY-TITLE")
    assert "Is this still true?" in message.body


# The clock ------------------------------------------------------------------------------------------------------


def test_page_is_published_and_taken_down_by_the_clock(client_for, draft, moderator, time_machine):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    draft.go_live_at = now + timedelta(hours=1)
    draft.expire_at = now + timedelta(hours=3)
    draft.save_revision(user=moderator).publish(user=moderator)
    for hours, minutes, status in ((0, 59, 404), (1, 1, 200), (2, 59, 200), (3, 1, 404)):
        time_machine.move_to(now + timedelta(hours=hours, minutes=minutes), tick=False)
        tasks.publish_scheduled.func()
        assert client_for(None).get("/secret-draft/").status_code == status, (hours, minutes)


def test_approved_page_with_a_later_day_says_when(client_for, draft, editor, moderator, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    page = StandardPage.objects.get(pk=draft.pk)
    page.go_live_at = now + timedelta(days=2)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    page = StandardPage.objects.get(pk=draft.pk)
    decide(client_for(moderator), page, "approve")
    page.refresh_from_db()
    assert page.live is False
    [message] = [message for message in deliver_all() if "edda" in message.to[0]]
    assert "It will be published on" in message.body


def test_clock_runs_twice_in_a_row(draft, moderator):
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(user=moderator, approved_go_live_at=draft.go_live_at)
    tasks.publish_scheduled.func()
    first = StandardPage.objects.get(pk=draft.pk)
    tasks.publish_scheduled.func()
    assert StandardPage.objects.get(pk=draft.pk).last_published_at == first.last_published_at
    assert TaskState.objects.count() == 0
