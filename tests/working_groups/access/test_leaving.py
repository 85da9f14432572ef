"""Whoever leaves is out with the next request, by every door: open tabs, files, calendars, letters, mails, locks."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cop.core.stored.choices import ArchiveState
from cop.notifications.services import delivery
from events.services.calendar_feeds import renew_feed
from tests.factories.discussion import make_answer, make_thread
from tests.working_groups.access.crawl import body_of
from tests.working_groups.access.table import LINES
from tests.working_groups.access.test_table import path_of
from tests.working_groups.access.world import SLUG, build
from tests.working_groups.mails import REPLY, mail
from working_groups.choices import MailOutcome, MembershipState, Visibility
from working_groups.mail.addresses import reply_address
from working_groups.models import Document, FolderArchive, Membership, Thread
from working_groups.services import archives, digests
from working_groups.services.document_changes import lock_document
from working_groups.services.memberships import change_role, end_membership
from working_groups.services.receiving import receive
from working_groups.services.rhythms import change_rhythm

pytestmark = pytest.mark.django_db

CANARY = "QXCANARYQX"


@pytest.fixture
def world():
    return build(Visibility.HIDDEN, word=CANARY)


@pytest.fixture
def member(world):
    return world.people["member"]


@pytest.fixture
def go(world, member):
    """Leaves, or is put out."""

    def leave(state=MembershipState.LEFT):
        end_membership(group_id=world.group.pk, member=member, actor=member, state=state)

    return leave


def at(world, end: str) -> str:
    return f"/working-groups/{SLUG}/{end.format(**world.things)}"


# An open tab: where it is sent, and what stands in it.
TABS = {
    "answer": ("discussion/{thread}/", {"text": "Mine"}),
    "preview": ("discussion/{thread}/", {"text": "Mine", "preview": "1"}),
    "thread": ("discussion/new/", {"title": "Mine", "text": "Mine"}),
    "vote": ("discussion/posts/{post}/vote/", {"option": "{option}"}),
    "report": ("discussion/posts/{post}/report/", {"reason": "Mine"}),
    "follow": ("discussion/{thread}/follow/", {"level": "follow"}),
    "comment": ("documents/{document}/", {"text": "Mine"}),
    "lock": ("documents/{document}/lock/", {"lock": "yes"}),
    "restore": ("documents/{document}/versions/1/restore/", {}),
    "folder": ("documents/folders/new/", {"name": "Mine"}),
    "zip": ("documents/zip/", {}),
    "comes": ("meetings/{meeting}/answer/", {"comes": "yes"}),
    "dates": ("meetings/dates/{poll}/", {"slot-{slot}": "yes"}),
    "rhythm": ("mail/", {"rhythm": "weekly"}),
}


def sent(world, client, tab: str):
    end, body = TABS[tab]
    filled = {name.format(**world.things): value.format(**world.things) for name, value in body.items()}
    return client.post(at(world, end), filled)


def test_open_tabs_change_nothing_any_more(client_for, world, member, go):
    client = client_for(member)
    # The control: as long as they belong, each does what it says.
    assert {tab: sent(world, client, tab).status_code for tab in TABS if tab not in ("preview", "report", "zip")} == {
        tab: 302 for tab in TABS if tab not in ("preview", "report", "zip")
    }
    before = world.group.threads.count(), Thread.objects.get(pk=world.things["thread"]).last_number

    go()

    answers = {tab: sent(world, client, tab) for tab in TABS}
    assert {tab: answer.status_code for tab, answer in answers.items()} == dict.fromkeys(TABS, 404)
    assert [tab for tab, answer in answers.items() if CANARY in answer.text] == []
    assert (world.group.threads.count(), Thread.objects.get(pk=world.things["thread"]).last_number) == before


def test_uploads_from_an_open_tab_are_refused_and_keep_no_file(client_for, world, member, go):
    client, number = client_for(member), world.group.documents.count()
    go()
    file = SimpleUploadedFile("mine.txt", b"Mine")
    for headers in ({}, {"X-Requested-With": "upload"}):
        answer = client.post(at(world, "documents/upload/"), {"files": file, "tell": "quiet"}, headers=headers)
        assert answer.status_code == 404
    assert world.group.documents.count() == number


@pytest.mark.parametrize("state", [MembershipState.LEFT, MembershipState.REMOVED, MembershipState.BANNED])
def test_files_end_in_the_middle(client_for, world, member, go, state):
    """A download that asks for its second half, and the ZIP file that lies ready."""
    client = client_for(member)
    file, packed = at(world, "documents/{document}/versions/1/file/"), at(world, "documents/zip/{zip}/file/")
    half = client.get(file, headers={"Range": "bytes=0-99"})
    whole = client.get(packed)
    assert (half.status_code, half.headers["Content-Length"], whole.status_code) == (206, "100", 200)
    assert CANARY.encode() in body_of(whole)
    body_of(half)
    etag = half.headers["ETag"]

    go(state)

    rest = {"Range": "bytes=100-", "If-Range": etag}
    again = [client.get(file, headers=rest), client.get(file, headers={"If-None-Match": etag}), client.get(packed)]
    assert [answer.status_code for answer in again] == [404, 404, 404]


def test_zip_under_way_is_not_made(world, member, go):
    FolderArchive.objects.filter(member=member).update(state=ArchiveState.WAITING)
    made = FolderArchive.objects.get(member=member)
    go()
    assert archives.make(made.pk) is False
    made.refresh_from_db()
    assert made.state == ArchiveState.REMOVED


@pytest.mark.parametrize("how", ["leaves", "reads only"])
def test_lock_of_who_left_keeps_nobody_out(client_for, world, member, go, how):
    document = Document.objects.get(pk=world.things["document"])
    lock_document(document=document, actor=member)
    other = client_for(world.people["rapporteur"])
    assert other.get(at(world, "documents/{document}/versions/new/")).status_code == 403

    if how == "leaves":
        go()
    else:
        change_role(group_id=world.group.pk, member=member, actor=world.people["leader"], role="observer")

    assert other.get(at(world, "documents/{document}/versions/new/")).status_code == 200


def test_calendar_and_my_page_are_empty_at_once(client_for, world, member, go):
    feed = reverse("personal_calendar", args=[renew_feed(member=member, actor=member).token])
    client = client_for(member)
    read = [lambda: client_for(None).get(feed), lambda: client.get("/my/"), lambda: client.get("/group-mail/")]
    assert [CANARY.encode() in body_of(each()) for each in read] == [True, True, True]
    go()
    assert [CANARY.encode() in body_of(each()) for each in read] == [False, False, False]


def test_letters_that_wait_are_not_sent(world, member, go, mailbox):
    change_rhythm(group_id=world.group.pk, member=member, rhythm="daily")
    thread = Thread.objects.get(pk=world.things["thread"])
    make_answer(thread, world.people["author"], text=f"{CANARY} late")
    digests.write_due(now=timezone.now() + timedelta(days=2))
    go()
    delivery.deliver_due()
    told = [message for message in mailbox if member.email in message.to and CANARY in str(message.message())]
    # What they have left is said in the letter that they have left it, and nothing else is.
    assert [message.subject for message in told if f"{CANARY} group" not in message.subject] == []
    assert [message for message in told if f"{CANARY} late" in str(message.message())] == []


def test_answer_by_mail_to_a_letter_from_before_is_refused(settings, world, member, go):
    settings.REPLY_DOMAIN = REPLY
    joined_at = Membership.objects.get(group=world.group, member=member).joined_at
    thread = make_thread(world.group, world.people["author"])
    address = reply_address(thread_id=thread.pk, member_id=member.pk, joined_at=joined_at, now=timezone.now())
    assert receive(mail(address, sender=member.email, number="one")).outcome == MailOutcome.POSTED
    go()
    assert receive(mail(address, sender=member.email, number="two")).outcome == MailOutcome.REFUSED
    assert thread.posts.count() == 2


def test_every_address_is_closed_with_the_next_request(client_for, world, member, go):
    client = client_for(member)
    pages = [path_of(line, world.things) for line in LINES if line.of_group and line.get]
    assert client.get(pages[0]).status_code == 200
    go()
    assert {address: code for address in pages if (code := client.get(address).status_code) != 404} == {}
