"""Documents and meetings in digests: what is loud, what is news for the reader, and nothing that a letter has told."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cop.notifications.choices import LetterState
from cop.notifications.models import Letter
from cop.notifications.services import delivery
from tests.factories.documents import make_document, make_version
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import leader_of, make_meeting, make_past, meeting_facts
from tests.letters import deliver_all, html_of, letters
from working_groups.choices import DocumentState, GroupRole, Rhythm
from working_groups.models import Attendance, Membership
from working_groups.services.digests import KIND, write_now
from working_groups.services.document_changes import set_state, trash_document
from working_groups.services.document_comments import comment, remove_comment
from working_groups.services.documents import Told
from working_groups.services.joining import leave
from working_groups.services.meetings import cancel_meeting, change_meeting
from working_groups.services.minutes import write_minutes

pytestmark = pytest.mark.django_db
LOUD = Told(quietly=False)


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle", joining="open")


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample", rhythm=Rhythm.NOTHING).member


@pytest.fixture
def reader(group):
    """Somebody with a digest, whose mark is an hour old."""
    membership = MembershipFactory(group=group, member__name="Rea Reader", rhythm=Rhythm.DAILY)
    ago = timezone.now() - timedelta(hours=1)
    Membership.objects.filter(pk=membership.pk).update(joined_at=ago - timedelta(days=9), digest_mark=ago)
    return Membership.objects.get(pk=membership.pk)


def say(document, author, text="Page two is wrong."):
    return comment(document=document, author=author, text=text, key=uuid.uuid4())


def write(membership):
    return write_now(Membership.objects.get(pk=membership.pk), now=timezone.now() + timedelta(seconds=1))


def digest_to(membership):
    """The digest that goes out now; None where there is none."""
    write(membership)
    sent = [message for message in deliver_all() if "digest" in message.body]
    return sent[0] if sent else None


def test_digest_tells_of_documents_versions_states_and_comments(group, author, reader, mailbox):
    paper = make_document(group, author, name="Paper.txt", told=LOUD)
    make_version(paper, author, what_changed="Figures of 2026", told=LOUD)
    paper.refresh_from_db()
    until = timezone.localdate() + timedelta(days=14)
    set_state(document=paper, actor=author, state=DocumentState.COMMENT, comment_until=until)
    for number in range(4):
        say(paper, author, f"**Remark** {number}")
    final = make_document(group, author, name="Report.txt", told=LOUD)
    set_state(document=final, actor=author, state=DocumentState.FINAL)

    message = digest_to(reader)
    assert message.subject == "2 documents in First circle"
    words = [
        "Paper.txt", "Shared by Ana Sample.", "Version 2 by Ana Sample: Figures of 2026",
        f"For comment until {until.day} ", "Remark 0", "Remark 2", "and 1 more comment", "Report.txt", "It is final.",
    ]  # fmt: skip
    html = html_of(message)
    for body in (message.body, html[html.index("<h2") :]):
        places = [body.index(each) for each in words]
        assert places == sorted(places)
        assert ("Remark 3" in body, "**" in body) == (False, False)
    assert f"/working-groups/one/documents/{paper.pk}/" in message.body


def test_quiet_documents_and_drafts_are_in_no_digest(group, author, reader):
    document = make_document(group, author, name="Quiet.txt")
    make_version(document, author)
    document.refresh_from_db()
    until = timezone.localdate() + timedelta(days=14)
    set_state(document=document, actor=author, state=DocumentState.COMMENT, comment_until=until)
    set_state(document=document, actor=author, state=DocumentState.DRAFT)
    assert write(reader) == 0


def test_what_one_did_oneself_is_no_news(group, reader):
    document = make_document(group, reader.member, told=LOUD)
    say(document, reader.member)
    set_state(document=document, actor=reader.member, state=DocumentState.FINAL)
    assert write(reader) == 0


def test_digest_is_withdrawn_when_nothing_of_it_is_left(group, author, reader):
    shared, said = make_document(group, author, told=LOUD), make_document(group, author, name="Other.txt")
    remark = say(said, author)
    assert write(reader) == 1
    trash_document(document=shared, actor=author)
    remove_comment(comment=remark, actor=author)
    delivery.deliver_due()
    assert Letter.objects.get(kind=KIND).state == LetterState.WITHDRAWN


def test_who_has_left_reads_nothing_of_the_documents(group, author, reader):
    make_document(group, author, name="Canary.txt", told=LOUD)
    assert write(reader) == 1
    leave(group_id=group.pk, member=reader.member)
    assert [message for message in deliver_all() if "Canary" in message.body] == []
    assert Letter.objects.get(kind=KIND).state == LetterState.WITHDRAWN


def test_documents_of_another_group_are_not_told(group, reader):
    make_document(name="Elsewhere.txt", told=LOUD)
    assert write(reader) == 0


def test_what_a_letter_told_at_once_stands_in_no_digest(group, author, reader, mailbox):
    Membership.objects.filter(pk=reader.pk).update(rhythm=Rhythm.AT_ONCE)
    make_document(group, author, name="Told.txt", told=LOUD)
    Membership.objects.filter(pk=reader.pk).update(rhythm=Rhythm.DAILY)
    make_document(group, author, name="Untold.txt", told=LOUD)
    message = digest_to(reader)
    assert ("Told.txt\n" in message.body, "Untold.txt" in message.body, message.subject) == (
        False, True, "1 document in First circle",
    )  # fmt: skip


def test_meetings_that_letters_told_make_no_digest(group, reader):
    meeting = make_meeting(group)
    change_meeting(
        meeting_id=meeting.pk, group_id=group.pk, actor=leader_of(group), sequence=0,
        facts=meeting_facts(starts_at=meeting.starts_at, place="Brussels"),
    )  # fmt: skip
    cancel_meeting(meeting_id=meeting.pk, group_id=group.pk, actor=leader_of(group), reason="Strike")
    past = make_past(group)
    write_minutes(
        meeting_id=past.pk, group_id=group.pk, actor=leader_of(group), text="Decided.", version=0, publish=True
    )
    told = sorted(letter.kind.removeprefix("working_groups.meeting_") for letter in letters(member=reader.member))
    assert told == ["cancelled", "changed", "invited", "invited", "minutes"]
    assert write(reader) == 0


@pytest.mark.parametrize(("act", "said"), [("change", "Changed."), ("cancel", "Cancelled.")])
def test_who_declined_hears_of_changes_by_digest(group, reader, mailbox, act, said):
    meeting = make_meeting(group, title="Summer meeting")
    Attendance.objects.create(meeting=meeting, member=reader.member, comes=False)
    if act == "change":
        change_meeting(
            meeting_id=meeting.pk, group_id=group.pk, actor=leader_of(group), sequence=0,
            facts=meeting_facts(title="Summer meeting", starts_at=meeting.starts_at, place="Brussels"),
        )  # fmt: skip
    else:
        cancel_meeting(meeting_id=meeting.pk, group_id=group.pk, actor=leader_of(group), reason="Strike")
    message = digest_to(reader)
    assert message.subject == "1 meeting in First circle"
    for body in (message.body, html_of(message)):
        assert ("Summer meeting" in body, said in body, "4711" in body) == (True, True, False)


def test_who_changed_a_meeting_needs_no_word_of_it(group, reader):
    meeting = make_meeting(group)
    Letter.objects.all().delete()
    Membership.objects.filter(pk=reader.pk).update(role=GroupRole.LEADER)
    cancel_meeting(meeting_id=meeting.pk, group_id=group.pk, actor=reader.member, reason="Strike")
    write(reader)
    delivery.deliver_due()
    assert [letter.state for letter in letters(kind=KIND)] in ([], [LetterState.WITHDRAWN])


def test_minutes_without_a_letter_are_told_with_a_link_to_them(group, reader, mailbox):
    past = make_past(group, title="Spring meeting", days=10)
    write_minutes(
        meeting_id=past.pk, group_id=group.pk, actor=leader_of(group), text="Decided.", version=0, publish=True
    )
    Letter.objects.filter(kind="working_groups.meeting_minutes").delete()
    message = digest_to(reader)
    assert "The minutes can be read." in message.body
    assert f"/working-groups/one/meetings/{past.pk}/#minutes" in message.body
