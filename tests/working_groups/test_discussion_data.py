"""Members' data in discussions: exported, erased to a former member's, removed in time; what is unread on my page."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cop.privacy import personal_data, retention
from tests.factories.discussion import make_answer, make_thread
from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups import document_data
from working_groups import personal_data as personal_data_of_group
from working_groups.choices import FollowLevel, GroupRole
from working_groups.discussion_data import collect, erase
from working_groups.models import (
    Ballot,
    Document,
    Membership,
    Mention,
    Poll,
    Post,
    PostEdit,
    PostReport,
    ReadMarker,
    Thread,
    ThreadFollow,
    WorkingGroup,
)
from working_groups.selectors.unread import groups_of
from working_groups.services.document_comments import comment
from working_groups.services.memberships import end_membership
from working_groups.services.post_changes import delete_post, edit_post
from working_groups.services.reporting import handle_report, report_post
from working_groups.services.threads import follow_thread, mark_read
from working_groups.services.voting import vote
from working_groups.writing import PollAsked, quotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__name="Ana O’Sample & Co").member


@pytest.fixture
def bela(group):
    return MembershipFactory(group=group, member__name="Bela Muster").member


def everything_of(ana, bela):
    """Ana writes, changes, deletes, votes, follows, reports; Bela quotes and mentions her."""
    poll = PollAsked("Which?", ("Red", "Green"), is_secret=False)
    thread = make_thread(ana.group_memberships.get().group, ana, title="Question", text="First words", poll=poll)
    edit_post(post=thread.posts.get(), editor=ana, text="Second words", version=0)
    delete_post(post=make_answer(thread, ana, text="Regretted"), actor=ana)
    quoted = quotation("Second words", name=ana.name, url="/x/")
    answer = make_answer(thread, bela, text=f"{quoted}Thank you, @{ana.name}, by {ana.name}")
    poll = Poll.objects.select_related("post__thread").get()
    vote(poll=poll, member=ana, options=[poll.options.first().pk])
    follow_thread(thread=thread, member=ana, level=FollowLevel.FOLLOW)
    report_post(post=answer, reporter=ana, reason="My report")
    return thread


def test_export_holds_what_they_wrote_and_chose_and_nothing_others_wrote(ana, bela):
    everything_of(ana, bela)
    found = collect(ana).records
    facts = {(record.title, key): value for record in found for key, _label, value in record.facts}

    posts = [{key: value for key, _label, value in record.facts} for record in found if record.facts[0][0] == "group"]
    assert [(post["text"], post["earlier"]) for post in posts] == [("Second words", ["First words"]), ("Regretted", [])]
    assert facts["Vote: Which?", "choice"] == "Red"
    assert facts["Reported post", "reason"] == "My report"
    assert facts["Question", "read_to"] == 2
    assert facts["Question", "level"] == "each answer at once"
    assert "Thank you" not in str(found)


def test_erased_members_posts_stay_without_their_name(ana, bela, client_for):
    thread = everything_of(ana, bela)
    for _ in range(2):
        erase(ana)

    first, gone, answer = thread.posts.order_by("number")
    assert (first.text, first.author, gone.text) == ("Second words", None, "")
    assert "Ana" not in answer.text + answer.html
    assert "former member" in answer.html
    assert "Bela" not in answer.text  # it is his own post; nothing else changed
    for model in (PostEdit, Mention, ReadMarker, ThreadFollow):
        assert not model.objects.filter(**{"member" if model is not PostEdit else "editor": ana}).exists(), model
    assert not PostEdit.objects.exists()
    assert [ballot.member for ballot in Ballot.objects.all()] == [None]
    assert PostReport.objects.values_list("reporter", "reason").get() == (None, "")
    text = client_for(bela).get(f"/working-groups/one/discussion/{thread.pk}/").text
    assert "Ana O" not in text
    assert "Former member" in text


def test_deleted_words_go_after_thirty_days_and_answered_reports_after_a_year(ana, bela):
    now = timezone.now()
    thread = make_thread(ana.group_memberships.get().group, ana)
    post = make_answer(thread, ana, text="Regretted")
    edit_post(post=post, editor=ana, text="Regretted more", version=0)
    report = report_post(post=post, reporter=bela, reason="X")
    leader = MembershipFactory(group=thread.group, role=GroupRole.LEADER).member
    handle_report(report=report, actor=leader, outcome="deleted", now=now)
    rules = {rule.key: rule for rule in retention.rules()}

    deleted, reports = rules["deleted-posts"], rules["post-reports"]
    assert deleted.remove(now + timedelta(days=30) - timedelta(minutes=1)) == 0
    assert Post.objects.get(pk=post.pk).text == "Regretted more"
    assert deleted.remove(now + timedelta(days=30)) == 1
    assert deleted.remove(now + timedelta(days=31)) == 0
    assert (Post.objects.get(pk=post.pk).text, PostEdit.objects.count()) == ("", 0)
    assert reports.remove(now + timedelta(days=365) - timedelta(minutes=1)) == 0
    assert reports.remove(now + timedelta(days=365)) == 1


def test_steps_of_erasing_know_the_member_still():
    order = [step.key for step in personal_data.erasers()]
    assert order.index("discussions") < order.index("profile")


def test_my_page_counts_what_is_new_since_joining(ana, bela, django_assert_num_queries, client_for):
    group = ana.group_memberships.get().group
    thread = make_thread(group, bela, text="@Ana O’Sample")
    make_thread(group, bela)
    old = make_thread(group, bela)
    type(old).objects.filter(pk=old.pk).update(last_post_at=timezone.now() - timedelta(days=9))
    make_thread(text="In a group of others")
    with django_assert_num_queries(1):
        (row,) = groups_of(ana)
    assert (row.title, row.badges) == ("First circle", [("2 unread", "blue")])

    make_answer(thread, bela, text="Hello @Ana O’Sample & Co")
    assert '<span class="mention">@Ana O’Sample &amp; Co</span>' in Post.objects.latest("pk").html
    mark_read(thread=thread, member=ana, number=1)
    assert groups_of(ana)[0].badges == [("1 mention", "blue"), ("2 unread", "blue")]
    mark_read(thread=thread, member=ana, number=2)
    assert groups_of(ana)[0].badges == [("1 unread", "blue")]
    assert "1 unread" in client_for(ana).get("/my/").text
    Membership.objects.filter(member=ana).update(state="left", ended_at=timezone.now())
    assert groups_of(ana) == []


def test_my_page_counts_mentions_until_they_are_read(bela):
    group = bela.group_memberships.get().group
    thread = make_thread(group, text="@Bela Muster")
    assert groups_of(bela)[0].badges == [("1 mention", "blue"), ("1 unread", "blue")]
    mark_read(thread=thread, member=bela, number=1)
    assert groups_of(bela)[0].badges == []


@pytest.mark.parametrize("has_left", [False, True])
def test_export_after_leaving_a_hidden_group_names_nothing_of_it(ana, bela, has_left):
    group = ana.group_memberships.get().group
    everything_of(ana, bela)
    make_thread(group, bela, title="Calling", text=f"@{ana.name}")
    paper = make_document(group, ana, name="Paper.txt")
    comment(document=paper, author=bela, text=f"@{ana.name}", key=uuid.uuid4())
    comment(document=paper, author=ana, text="My remark", key=uuid.uuid4())
    WorkingGroup.objects.filter(pk=group.pk).update(visibility="hidden")
    if has_left:
        end_membership(group_id=group.pk, member=ana, actor=ana)
    # What others call things by now.
    Thread.objects.filter(title="Question").update(title="Canary question")
    Document.objects.update(name="Canary.txt")
    Poll.objects.update(question="Canary vote")
    found = str([collect(ana).records, document_data.collect(ana).records, personal_data_of_group.collect(ana).records])
    hidden = ["First circle", "/working-groups/one/", "Calling", "Canary", "Bela", "Red"]
    assert [words in found for words in hidden] == [not has_left] * 6
    assert [words in found for words in ("Second words", "First words", "My remark", "Paper.txt")] == [
        True, True, True, has_left,
    ]  # fmt: skip
