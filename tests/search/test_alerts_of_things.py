"""Letters about saved searches tell of sessions, files, discussions, documents and meetings, too: of what came for the
member, once, and of nothing that they may not read when the letter leaves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from cop.members.models import User
from cop.search.models import CountedText, PageOpening, SavedSearch
from cop.search.refusals import SearchRefused
from cop.search.services import public_words
from cop.search.services.alerts import write_due
from cop.search.services.openings import note_openings
from events.models import Session
from resources.services.reading import read
from tests.factories.discussion import make_answer, make_thread
from tests.factories.documents import make_document, read_all
from tests.factories.documents import make_version as make_document_version
from tests.factories.events import EventPageFactory, SessionFactory
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.meetings import make_meeting
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, make_file, make_version
from tests.letters import deliver_all, mailbox
from tests.search.test_alerts import NOON, at, page, published, saved
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Document, DocumentVersion, Meeting, Membership, Post, WorkingGroup
from working_groups.services.memberships import begin_membership, end_membership

__all__ = ["mailbox"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "mailbox")]
BEFORE, LATER = NOON - timedelta(days=2), NOON + timedelta(hours=1)


def told(day: int) -> list[str]:
    """Titles in the letters of that morning."""
    write_due(now=at(day, 7))
    return [line[2:] for message in deliver_all() for line in message.body.splitlines() if line.startswith("* ")]


def post(group, title="Energy?", text="Who knows?", moment=LATER, **facts):
    thread = make_thread(group, title=title, text=text, **facts)
    Post.objects.filter(thread=thread).update(created_at=moment)
    return thread


def private_group(**facts) -> WorkingGroup:
    return WorkingGroupFactory(visibility=Visibility.PRIVATE, **facts)


def joins(group, member, moment=BEFORE) -> Membership:
    membership = MembershipFactory(group=group, member=member, rules_accepted=group.rules_version)
    Membership.objects.filter(pk=membership.pk).update(joined_at=moment)
    return membership


# Sessions --------------------------------------------------------------------------------------------------------


def test_new_session_is_told_once_and_one_of_a_new_event_not_beside_it(member):
    saved(member)
    old = published(EventPageFactory(title="Forum"), BEFORE)
    Session.objects.filter(pk=SessionFactory(event=old, title="Energy for all").pk).update(added_at=LATER)
    Session.objects.filter(pk=SessionFactory(event=old, title="Old energy").pk).update(added_at=BEFORE)
    SessionFactory(event=old, title="Cancelled energy", is_cancelled=True)
    new = published(EventPageFactory(title="Energy days"), LATER)
    Session.objects.filter(pk=SessionFactory(event=new, title="Energy in it").pk).update(added_at=LATER)
    silent = published(EventPageFactory(title="Silent days"), LATER)
    Session.objects.filter(pk=SessionFactory(event=silent, title="Energy by the way").pk).update(added_at=BEFORE)

    assert sorted(told(12)) == ["Energy by the way", "Energy days", "Energy for all"]
    assert told(13) == []


def test_session_of_a_guarded_event_is_told_to_those_who_may_read_it(member, other_member):
    member.groups.create(name="Readers")
    for each in (member, other_member):
        saved(each)
    event = published(EventPageFactory(title="Closed days"), BEFORE)
    restrict(event, "groups").groups.set(member.groups.all())
    Session.objects.filter(pk=SessionFactory(event=event, title="Energy inside").pk).update(added_at=LATER)
    # The clock has seen it when it was published.
    note_openings(now=BEFORE)

    assert write_due(now=at(12, 7)) == 1
    (message,) = deliver_all()
    assert (message.recipients(), "Energy inside" in message.body) == ([f"{member.name} <{member.email}>"], True)


# Files -----------------------------------------------------------------------------------------------------------


def test_file_whose_words_are_new_is_told_when_everybody_may_read_it(member):
    resource = published(ResourcePageFactory(title="Annual report", topics=["Energy"]), BEFORE)
    saved(member, "q=photonics&topic=energy", listing="library", name="In the library")
    saved(member, "q=photonics", name="Photonics")
    other = published(ResourcePageFactory(title="Guarded report"), BEFORE)
    restrict(other)
    for each in (resource, other):
        make_file(each, content=b"What photonics brings", reads=True)
    public_words.mend_counted(now=LATER)

    assert told(12) == ["Annual report"]
    assert told(13) == []


def test_next_version_is_told_only_where_its_words_are_new(member):
    saved(member, "q=photonics", name="Photonics")
    saved(member, "q=harbours", name="Harbours")
    file = make_file(published(ResourcePageFactory(title="Report"), BEFORE), content=b"photonics", reads=True)
    public_words.mend_counted(now=BEFORE)
    version = make_version(file, content=b"photonics and harbours")
    read(version.pk)
    public_words.mend_counted(now=LATER)

    write_due(now=at(12, 7))
    (message,) = deliver_all()
    assert message.subject == "1 new result in Harbours"


# Groups ----------------------------------------------------------------------------------------------------------


def test_posts_are_told_to_those_who_read_the_group_one_a_thread_and_not_to_their_author(member, other_member, staff):
    group = private_group()
    joins(group, member)
    author = joins(group, UserFactory()).member
    for each in (member, other_member, author, User.objects.create_superuser("root@example.example", name="Root")):
        saved(each)
    thread = post(group, author=author)
    make_answer(thread, author, text="More energy")
    Post.objects.filter(thread=thread).update(created_at=LATER)
    post(group, title="Water?", author=author)

    write_due(now=at(12, 7))
    (message,) = deliver_all()
    assert message.recipients() == [f"{member.name} <{member.email}>"]
    assert message.body.count("* Energy?") == 1
    assert "Water?" not in message.body


@pytest.mark.parametrize(
    ("visibility", "hears"), [(Visibility.PUBLIC, True), (Visibility.COMMUNITY, True), (Visibility.PRIVATE, False)]
)
def test_open_groups_are_told_of_to_everybody_with_an_account(member, visibility, hears):
    saved(member)
    post(WorkingGroupFactory(visibility=visibility))

    assert told(12) == (["Energy?"] if hears else [])


def test_who_left_before_the_letter_went_hears_nothing(member):
    saved(member)
    group = private_group()
    membership = joins(group, member)
    post(group)
    assert write_due(now=at(12, 7)) == 1
    end_membership(group_id=group.pk, member=membership.member, actor=membership.member)

    assert deliver_all() == []


def test_deleted_post_is_not_told(member):
    saved(member)
    group = private_group()
    joins(group, member)
    thread = post(group)
    write_due(now=at(12, 7))
    Post.objects.filter(thread=thread).update(deleted_at=at(12, 7))

    assert deliver_all() == []


def test_who_joins_hears_once_of_what_is_not_old(member):
    saved(member)
    group = private_group()
    post(group, title="Energy lately", moment=BEFORE)
    post(group, title="Energy long ago", moment=BEFORE - timedelta(days=40))
    assert told(12) == []
    joins(group, member, at(12, 10))

    assert told(13) == ["Energy lately"]
    assert told(14) == []


def test_who_comes_back_hears_of_what_they_missed_and_nothing_twice(member, time_machine):
    saved(member)
    group = private_group()
    joins(group, member)
    post(group, title="Energy first", moment=LATER)
    assert told(12) == ["Energy first"]
    time_machine.move_to(at(12, 9))
    end_membership(group_id=group.pk, member=member, actor=member)
    post(group, title="Energy meanwhile", moment=at(12, 10))
    time_machine.move_to(at(13, 9))
    begin_membership(
        group_id=group.pk, member=member, actor=member, role=GroupRole.MEMBER, action="working_groups.joined"
    )

    assert told(14) == ["Energy meanwhile"]


def test_documents_are_told_by_name_and_text_and_versions_only_where_their_words_are_new(member):
    saved(member)
    saved(member, "q=harbours", name="Harbours")
    group = private_group()
    joins(group, member)
    document = make_document(group, name="energy.txt", content=b"Plain words")
    read_all(document)
    DocumentVersion.objects.update(created_at=LATER)
    assert told(12) == ["energy.txt"]

    make_document_version(document, content=b"Plain harbours")
    read_all(document)
    DocumentVersion.objects.filter(number=2).update(created_at=at(12, 10))
    write_due(now=at(13, 7))
    (message,) = deliver_all()
    assert message.subject == "1 new result in Harbours"
    Document.objects.update(trashed_at=at(13, 8))
    saved(UserFactory(), "q=plain", now=at(11, 12))
    assert told(14) == []


def test_meetings_are_told_when_made_and_again_for_the_words_of_their_minutes(member, other_member):
    group = private_group()
    joins(group, member)
    saved(member)
    saved(member, "q=harbours", name="Harbours")
    saved(other_member)
    meeting = make_meeting(group, title="Energy round", agenda="Who does what")
    Meeting.objects.update(created_at=LATER)
    assert told(12) == ["Energy round"]

    Meeting.objects.filter(pk=meeting.pk).update(minutes="We spoke of harbours", minutes_at=at(12, 10))
    write_due(now=at(13, 7))
    (message,) = deliver_all()
    assert message.subject == "1 new result in Harbours"
    assert "#minutes" in message.body


def test_one_kind_can_be_saved_and_people_cannot(member):
    saved(member, "q=energy&only=discussions", name="Talk")
    page("Energy page")
    post(WorkingGroupFactory(visibility=Visibility.PUBLIC))

    assert told(12) == ["Energy?"]
    with pytest.raises(SearchRefused):
        saved(member, "q=energy&only=people", name="People")


# Pages that open -------------------------------------------------------------------------------------------------


def test_page_that_opens_is_told_once_to_those_for_whom_it_opened(member, other_member):
    readers, others = Group.objects.create(name="Readers"), Group.objects.create(name="Others")
    member.groups.add(readers)
    other_member.groups.add(others)
    third = UserFactory()
    for each in (member, other_member, third):
        saved(each)
    guarded = page("Guarded energy")
    restriction = restrict(guarded, "groups")
    restriction.groups.set([readers])
    note_openings(now=LATER + timedelta(minutes=10))
    assert len(told(12)) == 1

    restriction.groups.set([readers, others])
    note_openings(now=at(12, 10))
    assert write_due(now=at(13, 7)) == 1
    (message,) = deliver_all()
    assert message.recipients() == [f"{other_member.name} <{other_member.email}>"]

    restriction.delete()
    note_openings(now=at(13, 10))
    assert write_due(now=at(14, 7)) == 1
    (message,) = deliver_all()
    assert message.recipients() == [f"{third.name} <{third.email}>"]

    # Closed and opened again: everybody has heard of it.
    again = restrict(guarded, "groups")
    note_openings(now=at(14, 10))
    again.delete()
    note_openings(now=at(14, 12))
    assert told(15) == []


def test_page_that_was_open_before_it_was_closed_is_not_new_when_it_opens_again(member):
    saved(member)
    old = page("Old energy", BEFORE - timedelta(days=30))
    restriction = restrict(old, "groups")
    note_openings(now=LATER)
    restriction.delete()
    note_openings(now=LATER + timedelta(hours=1))

    assert told(12) == []


def test_login_restrictions_are_nothing_new_to_members(member):
    saved(member)
    old = page("Old energy", BEFORE)
    restrict(old)
    assert note_openings(now=BEFORE) == 0
    assert not PageOpening.objects.exists()
    assert told(12) == []


def test_noting_twice_changes_nothing_and_what_is_open_for_long_is_forgotten():
    restriction = restrict(page("Guarded", BEFORE), "groups")
    assert (note_openings(now=BEFORE), note_openings(now=LATER)) == (1, 0)
    restriction.delete()
    assert (note_openings(now=at(12, 7)), note_openings(now=at(12, 8))) == (1, 0)
    note_openings(now=at(12, 7) + timedelta(days=91))
    assert not PageOpening.objects.exists()


# Costs -----------------------------------------------------------------------------------------------------------


def test_writing_costs_the_same_for_one_and_for_many_whatever_is_new(django_assert_num_queries):
    group = private_group()
    published(EventPageFactory(title="Forum"), BEFORE)
    Session.objects.filter(pk=SessionFactory(event__title="Forum", title="Energy").pk).update(added_at=LATER)
    file = make_file(published(ResourcePageFactory(title="Report"), BEFORE), content=b"energy", reads=True)
    assert file.pk
    public_words.mend_counted(now=LATER)
    assert CountedText.objects.count() == 1
    post(group)
    make_document(group, name="energy.txt")
    DocumentVersion.objects.update(created_at=LATER)
    make_meeting(group, title="Energy round")
    Meeting.objects.update(created_at=LATER)
    first = UserFactory()
    joins(group, first)
    saved(first)
    # Zones, oldest mark, members (two: the last finds none); what is new: pages, sessions with their speakers (two),
    # files (three: what was counted, versions, texts), posts, documents and their texts (two), meetings, who may read
    # the pages, openings; in a transaction with its savepoints: searches, accounts, memberships for three kinds,
    # letters, their task, marks.
    with django_assert_num_queries(26):
        assert write_due(now=at(12, 7)) == 1
    assert "5 new results in Energy" in [message.subject for message in deliver_all()]
    SavedSearch.objects.update(mark=NOON)
    for _ in range(3):
        member = UserFactory()
        joins(group, member)
        saved(member)
        saved(member, "q=new", name="New")
    with django_assert_num_queries(26):
        assert write_due(now=at(12, 7)) == 3
