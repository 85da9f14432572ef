"""Members propose good practices: drafts, sending, two people of the secretariat, what the author sees."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from cop.notifications.models import Letter
from resources.choices import ProposalState
from resources.models import GoodPracticePage, PracticeProposal
from resources.practice_content import NEEDED, content_of
from resources.refusals import Reason, Refused
from resources.selectors.proposals import get_proposal_for, proposals_of, standing_of
from resources.services import proposing
from resources.services.validating import decline
from resources.validation import validated_at
from tests.factories.members import UserFactory
from tests.factories.practices import act, checker, content, fresh, make_proposal, publish, validator
from tests.factories.resources import library
from tests.letters import deliver_all, kinds

pytestmark = pytest.mark.django_db
S = ProposalState


def state(proposal: PracticeProposal) -> ProposalState:
    return standing_of(fresh(proposal)).state


def draft(proposal: PracticeProposal) -> GoodPracticePage:
    return fresh(proposal).page.get_latest_revision_as_object()


def refusal(call, **facts) -> Reason:
    with pytest.raises(Refused) as caught:
        call(**facts)
    return caught.value.reason


def empty(name: str):
    """Nothing, or what shows nothing."""
    if isinstance(getattr(content(), name), tuple):
        return ()
    return "" if name == "licence" else " \u200b"


@pytest.fixture
def author(db):
    return UserFactory(name="Ana Author", email="ana@author.example")


# Drafts -----------------------------------------------------------------------------------------------------------


def test_draft_needs_a_title_only_and_is_on_no_page_of_the_site(author, client):
    library()
    proposal = proposing.begin(
        member=author, key=uuid.uuid4(), content=content(**{name: empty(name) for name in NEEDED})
    )
    page = fresh(proposal).page
    assert (state(proposal), page.live, page.owner, page.slug) == (S.DRAFT, False, None, "brokers-on-the-road")
    assert client.get("/library/brokers-on-the-road/").status_code == 404
    assert kinds() == []


def test_what_was_written_is_what_the_draft_says_every_time(author):
    proposal = make_proposal(author)
    assert content_of(draft(proposal)) == content()
    changed = content(title="Brokers on bicycles", people=(), organisation="Agency", regions=("ES61", "PT"), links=())
    proposing.save(member=author, proposal_id=proposal.pk, content=changed)
    assert content_of(draft(proposal)) == changed
    page = fresh(proposal).page
    assert (page.title, page.slug, fresh(proposal).title) == ("Brokers on bicycles", "brokers-on-bicycles", page.title)
    # What nobody has read is not kept in earlier versions.
    assert page.revisions.count() == 1


def test_same_form_sent_twice_makes_one_draft_with_the_later_words(author):
    library()
    key = uuid.uuid4()
    first = proposing.begin(member=author, key=key, content=content())
    second = proposing.begin(member=author, key=key, content=content(title="Again"))
    assert (first.pk, PracticeProposal.objects.count(), draft(first).title) == (second.pk, 1, "Again")


def test_form_opened_before_somebody_else_saved_writes_over_nothing(author):
    proposal = make_proposal(author)
    opened = fresh(proposal).page.latest_revision_id
    proposing.save(member=author, proposal_id=proposal.pk, content=content(summary="One tab."), based_on=opened)
    other = {"member": author, "proposal_id": proposal.pk, "content": content(summary="Other tab."), "based_on": opened}
    assert refusal(proposing.save, **other) == Reason.NEWER
    assert draft(proposal).summary == "One tab."
    # The same words once more (a double click) are no conflict.
    proposing.save(member=author, proposal_id=proposal.pk, content=content(summary="One tab."), based_on=opened)


def test_nobody_has_more_than_five_unfinished(author):
    for _number in range(5):
        last = make_proposal(author)
    assert refusal(proposing.begin, member=author, key=uuid.uuid4(), content=content()) == Reason.TOO_MANY_OPEN
    proposing.delete(member=author, proposal_id=last.pk)
    make_proposal(author)
    make_proposal(UserFactory())


def test_two_of_the_same_title_have_addresses_of_their_own(author):
    assert [make_proposal(author).page.slug for _n in range(2)] == ["brokers-on-the-road", "brokers-on-the-road-2"]
    assert make_proposal(author, title="Propose").page.slug == "propose-2"


def test_locked_draft_waits(author):
    proposal = make_proposal(author)
    GoodPracticePage.objects.filter(pk=proposal.page_id).update(locked=True, locked_at=timezone.now())
    wanted = content(summary="New.")
    assert refusal(proposing.save, member=author, proposal_id=proposal.pk, content=wanted) == Reason.IS_LOCKED
    assert refusal(proposing.send, member=author, proposal_id=proposal.pk, consents=True) == Reason.IS_LOCKED


def test_other_members_find_nothing(author):
    proposal, stranger = make_proposal(author), UserFactory()
    with pytest.raises(Http404):
        get_proposal_for(stranger, proposal.pk)
    for call, facts in (
        (proposing.save, {"content": content(summary="Mine.")}),
        (proposing.send, {"consents": True}),
        (proposing.take_back, {}),
        (proposing.delete, {}),
    ):
        assert refusal(call, member=stranger, proposal_id=proposal.pk, **facts) == Reason.GONE
    assert proposals_of(stranger) == []


# Sending ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NEEDED)
def test_practice_with_a_gap_is_not_sent(author, name):
    proposal = make_proposal(author, **{name: empty(name)})
    assert refusal(proposing.send, member=author, proposal_id=proposal.pk, consents=True) == Reason.INCOMPLETE
    assert state(proposal) == S.DRAFT


def test_practice_is_not_sent_without_consent(author):
    proposal = make_proposal(author)
    assert refusal(proposing.send, member=author, proposal_id=proposal.pk, consents=False) == Reason.NO_CONSENT
    assert (state(proposal), kinds()) == (S.DRAFT, [])


def test_sent_practice_waits_for_the_check_and_each_hears_it_once(author):
    edda, mona = checker(), validator()
    proposal = make_proposal(author, is_sent=True)
    assert state(proposal) == S.SENT
    assert refusal(proposing.send, member=author, proposal_id=proposal.pk, consents=True) == Reason.IN_REVIEW
    told = [(message.to[0], message.subject) for message in deliver_all()]
    assert sorted(told) == [
        ("Ana Author <ana@author.example>", "We have your good practice: Brokers on the road"),
        (f"Edda Editor <{edda.email}>", "Check: Brokers on the road"),
        (f"Mona Moderator <{mona.email}>", "Check: Brokers on the road"),
    ]
    kept = fresh(proposal)
    assert (kept.licence, kept.consented_at is not None) == ("cc-by-4.0", True)


def test_author_changes_nothing_under_review_except_by_taking_it_back(author):
    checker()
    proposal = make_proposal(author, is_sent=True)
    wanted = content(summary="Changed.")
    assert refusal(proposing.save, member=author, proposal_id=proposal.pk, content=wanted) == Reason.IN_REVIEW
    assert refusal(proposing.delete, member=author, proposal_id=proposal.pk) == Reason.IN_REVIEW
    proposing.take_back(member=author, proposal_id=proposal.pk)
    assert state(proposal) == S.WITHDRAWN
    assert refusal(proposing.take_back, member=author, proposal_id=proposal.pk) == Reason.NOT_WAITING
    # Nobody is written to about what no longer waits.
    assert deliver_all() == []
    assert set(Letter.objects.values_list("state", flat=True)) == {"withdrawn"}
    proposing.save(member=author, proposal_id=proposal.pk, content=wanted)
    proposing.send(member=author, proposal_id=proposal.pk, consents=True)
    assert state(proposal) == S.SENT


# Two people -------------------------------------------------------------------------------------------------------


def test_two_people_bring_it_into_the_library(author, client):
    edda, mona = checker(), validator()
    proposal = make_proposal(author, is_sent=True)
    act(proposal, edda)
    assert state(proposal) == S.CHECKED
    assert validated_at(proposal.page_id) is None
    act(proposal, mona)
    assert state(proposal) == S.PUBLISHED
    page = client.get("/library/brokers-on-the-road/")
    assert f"Validated by two people of the secretariat on {timezone.localdate():%-d %B %Y}" in page.text
    assert "since 2021" in page.text
    assert "CANARY-CONTACT" not in page.text
    told = [(message.to[0], message.subject) for message in deliver_all()]
    assert ("Ana Author <ana@author.example>", "In the library: Brokers on the road") in told
    # The moderator hears of the second step, whoever has taken the first does not; nothing of the usual moderation.
    assert kinds(member=mona) == ["resources.practice_waits"] * 2
    assert kinds(member=edda) == ["resources.practice_waits"]
    assert kinds(member=author) == ["resources.practice_received", "resources.practice_published"]


def test_nobody_takes_both_steps_and_no_author_takes_one(author):
    mona = validator()
    admin = UserFactory(staff=True)
    proposal = make_proposal(author, is_sent=True)
    author.groups.set(mona.groups.all())
    author.is_staff = author.is_superuser = True
    author.save()
    with pytest.raises(PermissionDenied):
        act(proposal, author)
    with pytest.raises(PermissionDenied):
        act(proposal, UserFactory())
    act(proposal, mona)
    for unfit in (mona, author):
        with pytest.raises(PermissionDenied):
            act(proposal, unfit)
    assert state(proposal) == S.CHECKED
    act(proposal, admin)
    assert state(proposal) == S.PUBLISHED


def test_administrators_are_no_exception_to_the_second_person(author):
    admin = UserFactory(staff=True)
    proposal = make_proposal(author, is_sent=True)
    act(proposal, admin)
    with pytest.raises(PermissionDenied):
        act(proposal, admin)


def test_editors_do_not_validate(author):
    proposal = make_proposal(author, is_sent=True)
    act(proposal, checker())
    with pytest.raises(PermissionDenied):
        act(proposal, checker())


def test_administrators_hear_of_a_step_that_nobody_else_may_take(author):
    mona, admin = validator(), UserFactory(staff=True)
    proposal = make_proposal(author, is_sent=True)
    act(proposal, mona)
    assert kinds(member=admin) == ["resources.practice_waits"]


def test_changes_are_asked_for_in_words_and_it_comes_back_to_the_same_step(author):
    edda, mona = checker(), validator()
    proposal = make_proposal(author, is_sent=True)
    with pytest.raises(PermissionDenied):
        act(proposal, edda, "reject", " \u200b ")
    act(proposal, edda)
    act(proposal, mona, "reject", "The figures have no source.")
    standing = standing_of(fresh(proposal))
    assert (standing.state, standing.words) == (S.CHANGES, "The figures have no source.")
    [message] = [each for each in deliver_all() if each.to == ["Ana Author <ana@author.example>"]]
    assert message.subject == "Please change: Brokers on the road"
    assert "The figures have no source." in message.body
    assert f"/library/propose/{proposal.pk}/" in message.body
    assert "/admin/" not in message.body
    proposing.save(member=author, proposal_id=proposal.pk, content=content(evidence="41, says our register."))
    proposing.send(member=author, proposal_id=proposal.pk, consents=True)
    assert state(proposal) == S.CHECKED
    act(proposal, mona)
    assert fresh(proposal).page.evidence == "41, says our register."
    assert [step.what for step in standing_of(fresh(proposal)).steps] == [
        "You began a draft",
        "You sent it to the secretariat",
        "Somebody checked it",
        "The secretariat asked for changes",
        "You sent it to the secretariat",
        "A second person validated it",
        "It came into the library",
    ]


def test_declined_is_final_and_says_why(author):
    edda = checker()
    proposal = make_proposal(author, is_sent=True)
    page = fresh(proposal).page
    assert refusal(decline, practice=page, actor=UserFactory(), words="No.") == Reason.NOT_YOURS_TO_DECIDE
    assert refusal(decline, practice=page, actor=edda, words="\u2060") == Reason.NO_WORDS
    decline(practice=page, actor=edda, words="It is an advertisement.")
    assert refusal(decline, practice=page, actor=edda, words="Again.") == Reason.NOT_YOURS_TO_DECIDE
    standing = standing_of(fresh(proposal))
    assert (standing.state, standing.words) == (S.DECLINED, "It is an advertisement.")
    assert refusal(proposing.send, member=author, proposal_id=proposal.pk, consents=True) == Reason.DECLINED
    [message] = deliver_all()
    assert message.to == ["Ana Author <ana@author.example>"]
    assert "It is an advertisement." in message.body
    proposing.delete(member=author, proposal_id=proposal.pk)
    assert (PracticeProposal.objects.count(), GoodPracticePage.objects.count()) == (0, 0)


def test_review_that_is_ended_in_the_admin_gives_the_draft_back(author):
    proposal = make_proposal(author, is_sent=True)
    fresh(proposal).page.current_workflow_state.cancel(user=checker())
    assert state(proposal) == S.DRAFT
    assert [message.subject for message in deliver_all()] == ["Your draft again: Brokers on the road"]


def test_reviewer_who_comes_after_the_author_took_it_back_changes_nothing(author):
    edda = checker()
    proposal = make_proposal(author, is_sent=True)
    page = fresh(proposal).page
    task, step = page.current_workflow_task, page.current_workflow_task_state
    proposing.take_back(member=author, proposal_id=proposal.pk)
    with pytest.raises(PermissionDenied):
        task.on_action(step, edda, "reject", comment="Too late.")
    assert state(proposal) == S.WITHDRAWN
    assert TaskState.objects.get().status == TaskState.STATUS_CANCELLED


def test_step_is_taken_once(author):
    edda, mona = checker(), validator()
    proposal = make_proposal(author, is_sent=True)
    page = fresh(proposal).page
    task, step = page.current_workflow_task, page.current_workflow_task_state
    task.on_action(step, edda, "approve", comment="")
    with pytest.raises(PermissionDenied):
        task.on_action(step, mona, "reject", comment="No.")
    assert state(proposal) == S.CHECKED


def test_author_sees_what_became_of_a_page_that_is_gone(author):
    proposal = publish(make_proposal(author, is_sent=True))
    proposal.page.unpublish()
    assert state(proposal) == S.OFF
    fresh(proposal).page.delete()
    assert (state(proposal), fresh(proposal).title) == (S.REMOVED, "Brokers on the road")
    proposing.delete(member=author, proposal_id=proposal.pk)
    assert proposals_of(author) == []


def test_published_one_is_not_deleted_by_its_author(author):
    proposal = publish(make_proposal(author, is_sent=True))
    assert refusal(proposing.delete, member=author, proposal_id=proposal.pk) == Reason.IS_PUBLISHED


def test_publication_on_a_day_is_said_and_the_letter_waits_for_it(author):
    proposal = make_proposal(author, is_sent=True)
    page = fresh(proposal).page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save()
    page.save_revision(user=checker())
    publish(proposal)
    assert state(proposal) == S.VALIDATED
    assert kinds(member=author) == ["resources.practice_received"]
    revision = fresh(proposal).page.get_latest_revision()
    page = revision.as_object()
    page.go_live_at = None
    page.save_revision().publish()
    assert state(proposal) == S.PUBLISHED
    assert kinds(member=author) == ["resources.practice_received", "resources.practice_published"]


def test_published_again_is_no_second_letter(author):
    proposal = publish(make_proposal(author, is_sent=True))
    page = proposal.page.get_latest_revision_as_object()
    page.summary = "Better words."
    page.save_revision(user=UserFactory(staff=True)).publish()
    assert kinds(member=author).count("resources.practice_published") == 1


# Lists and time ----------------------------------------------------------------------------------------------------


def test_list_costs_three_statements_whatever_is_in_it(author, django_assert_num_queries):
    for _number in range(2):
        make_proposal(author, is_sent=True)
    make_proposal(author)
    with django_assert_num_queries(3):  # proposals with pages; reviews; their steps
        rows = proposals_of(author)
    assert [row.badge[0] for row in rows] == ["Draft", "Sent: waits for the check", "Sent: waits for the check"]


def test_what_nobody_touches_goes_after_a_year(author):
    begun, sent, declined = (
        make_proposal(author),
        make_proposal(author, is_sent=True),
        make_proposal(author, is_sent=True),
    )
    published = publish(make_proposal(author, is_sent=True))
    decline(practice=declined.page, actor=checker(), words="No.")
    from cop.privacy.retention import rules

    remove = [rule.remove for rule in rules() if rule.key in ("practice-drafts", "practice-declined")]
    now = timezone.now()
    assert [step(now + timedelta(days=364)) for step in remove] == [0, 0]
    assert [step(now + timedelta(days=366)) for step in remove] == [1, 1]
    kept = set(PracticeProposal.objects.values_list("pk", flat=True))
    assert kept == {sent.pk, published.pk}
    assert begun.pk not in kept
    assert set(GoodPracticePage.objects.values_list("pk", flat=True)) == {sent.page_id, published.page_id}


def test_review_is_one_row_of_wagtails(author):
    proposal = publish(make_proposal(author, is_sent=True))
    assert WorkflowState.objects.for_instance(proposal.page).get().status == WorkflowState.STATUS_APPROVED
