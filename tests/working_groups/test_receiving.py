"""Mail that comes in: what is posted, what is not, who is told, once."""

import base64
import io
import json
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from cop.privacy import retention
from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.letters import deliver_all, kinds, letters
from tests.working_groups.mails import ATTRIBUTIONS, HTML, LETTER, OWN, REPLY, mail
from working_groups import attachments
from working_groups.choices import GroupRole, MailOutcome, MembershipState
from working_groups.mail.addresses import VALID, reply_address
from working_groups.models import DocumentVersion, IncomingMail, Membership, Post, Thread, WorkingGroupPage
from working_groups.services import receiving
from working_groups.services.arranging import merge_threads
from working_groups.services.joining import join, leave
from working_groups.services.receiving import Closed, receive

pytestmark = pytest.mark.django_db
ANA = "ana@members.example"
REFUSED, TOO = "working_groups.mail_refused", "working_groups.mail_attachments"


@pytest.fixture(autouse=True)
def _open(settings):
    settings.REPLY_DOMAIN = REPLY


@pytest.fixture
def group():
    return WorkingGroupFactory(page__title="First group", page__slug="first", joining="open")


@pytest.fixture
def ana(group):
    return MembershipFactory(group=group, member__email=ANA, member__name="Ana Reader").member


@pytest.fixture
def thread(group):
    return make_thread(group)


def address(thread, member, **facts):
    joined_at = Membership.objects.get(group=thread.group, member=member).joined_at
    return reply_address(
        thread_id=thread.pk, member_id=member.pk, **{"joined_at": joined_at, "now": timezone.now(), **facts}
    )


def outcome(raw, **facts):
    """What became of a mail, and which letters that made."""
    before = {letter.pk for letter in letters()}
    kept = receive(raw, **facts)
    new = [letter.kind for letter in letters() if letter.pk not in before and letter.kind in (REFUSED, TOO)]
    return kept.outcome, new


def answers(thread):
    return list(thread.posts.filter(number__gt=1).values_list("text", flat=True))


POSTED = (MailOutcome.POSTED, [])
TOLD = (MailOutcome.REFUSED, [REFUSED])
SILENT = (MailOutcome.SILENT, [])


def test_answer_stands_in_the_thread_and_is_told_of(ana, thread, settings):
    raw = mail(address(thread, ana), text=f"{OWN}\n\n{ATTRIBUTIONS['gmail en']}\n\n{LETTER}\n")
    kept = receive(raw)
    post = thread.posts.get(number=2)
    assert (post.text, post.author) == (OWN, ana)
    assert (kept.outcome, kept.post, kept.group, kept.member) == ("posted", post, thread.group, ana)
    assert post.mail.done_at is None
    with kept.raw.open("rb") as file:
        assert file.read() == raw
    assert kept.raw.path.startswith(str(settings.PRIVATE_ROOT))


def test_same_mail_again_changes_nothing(ana, thread):
    raw = mail(address(thread, ana), files=[("a.exe", b"MZ\x00")])
    first = receive(raw)
    assert receive(b"Received: from elsewhere\r\n" + raw) == first
    without = mail(address(thread, ana), text="Again", number="")
    assert receive(without) == receive(b"Received: from elsewhere\n" + without)
    assert answers(thread) == ["These three.", "Again"]
    assert kinds(kind=TOO) == [TOO]


def test_mail_to_the_group_begins_a_discussion(ana, group):
    assert outcome(mail(f"First@{REPLY}", subject="Re: [First group] New questions")) == POSTED
    post = Post.objects.get(thread__title="New questions")
    assert (post.author, post.thread.group, post.text) == (ana, group, "These three.")


def test_answer_to_a_thread_that_was_merged_stands_where_its_posts_are_now(ana, thread, group):
    to, other = address(thread, ana), make_thread(group)
    rapporteur = MembershipFactory(group=group, role=GroupRole.RAPPORTEUR).member
    kept = merge_threads(thread=thread, into=other, actor=rapporteur)
    assert outcome(mail(to)) == POSTED
    assert Post.objects.get(thread=kept, number=3).text == "These three."


def test_answer_with_the_group_in_copy_is_one_answer(ana, thread):
    to = address(thread, ana)
    for recipient in (to, f"first@{REPLY}"):
        assert receive(mail(f"{to}, first@{REPLY}"), recipient=recipient).outcome == "posted"
    assert (answers(thread), Thread.objects.count()) == (["These three."], 1)


@pytest.mark.parametrize("program", HTML)
def test_html_alone_is_posted_as_text(ana, thread, program):
    assert outcome(mail(address(thread, ana), text=None, html=HTML[program])) == POSTED
    assert answers(thread)[0].replace("\n\n", "\n") == "These three.\nAnd a fourth one?"


@pytest.mark.parametrize(
    ("charset", "content", "found"),
    [
        ("utf-8", "Größe".encode("cp1252"), "Größe"),
        ("no-such-charset", "Größe".encode(), "Größe"),
        ("us-ascii", "Größe".encode(), "Größe"),
        ("iso-8859-7", "Μέγεθος".encode("iso-8859-7"), "Μέγεθος"),
        ("iso-2022-jp", "大きさ".encode("iso-2022-jp"), "大きさ"),
        ("koi8-r", "Размер".encode("koi8-r"), "Размер"),
        # Half of a pair, which no database keeps; codecs that are no charsets, one of them slow without end.
        ("utf-7", b"Size +2AA-", "Size ?"),
        ("unicode_escape", b"Size \\ud800", "Size \\ud800"),
        ("punycode", b"Size-" + b"9" * 15_000, "Size-" + "9" * 15_000),
    ],
)
def test_wrong_charset_is_read_all_the_same(ana, thread, charset, content, found):
    head = (
        f"From: =?no-such?Q?Ana?= <{ANA}>\r\nTo: {address(thread, ana)}\r\nSubject: =?utf-8?B?!!?=\r\n"
        f"Message-ID: <c@x>\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    assert outcome(head.encode() + content) == POSTED
    assert answers(thread) == [found]


def test_soft_line_breaks_are_joined(ana, thread):
    head = f"From: {ANA}\nTo: {address(thread, ana)}\nMessage-ID: <f@x>\n"
    body = "Content-Type: text/plain; charset=utf-8; format=flowed\n\nOne long \nline.\nNext.\n-- \nAna"
    assert outcome((head + body).encode()) == POSTED
    assert answers(thread) == ["One long line.\nNext."]


# Never posted ----------------------------------------------------------------------------------------------------


MACHINES = {
    "vacation": {"Auto_Submitted": "auto-replied (vacation)"},
    "exchange": {"subject": "Automatic reply: Which indicators?"},
    "german": {"subject": "Abwesenheitsnotiz: Which indicators?"},
    "french": {"subject": "Réponse automatique : Which indicators?"},
    "old vacation": {"Precedence": "bulk"},
    "list": {"List_Id": "<other.list.example>"},
    "loop of ours": {"number": "x", "X_Loop": "first"},
    "noted by cpanel": {"X_Autorespond": "yes"},
    "empty return path": {"Return_Path": "<>"},
    "bounce": {"sender": "Mail Delivery System <MAILER-DAEMON@members.example>"},
    "secretariat": {"sender": "S3 <first@reply.example>"},
}


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_machine_wrote_is_not_posted_and_not_answered(ana, thread, machine):
    assert outcome(mail(address(thread, ana), **MACHINES[machine])) == SILENT
    assert answers(thread) == []


def test_bounce_of_the_envelope_and_letter_of_ours_are_not_answered(ana, thread):
    to = address(thread, ana)
    assert outcome(mail(to), sender="") == SILENT
    ours = mail(to, number="").replace(b"Date:", b"Message-ID: <discussion.1.1.aa@testserver>\nDate:")
    assert outcome(ours) == SILENT
    report = (
        f"From: {ANA}\nTo: {to}\nMessage-ID: <r@x>\nSubject: x\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\n\nIt could not be delivered.\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n--b--\n"
    )
    assert outcome(report.encode()) == SILENT
    assert answers(thread) == []


def test_stranger_is_told_once_and_nothing_of_their_words_comes_back(group):
    raw = mail(f"first@{REPLY}", "Eve <eve@elsewhere.example>", subject="Buy canaries")
    assert outcome(raw) == TOLD
    assert outcome(raw) == (MailOutcome.REFUSED, [])
    assert outcome(mail(f"first@{REPLY}", "eve@elsewhere.example", number="two")) == SILENT
    (message,) = deliver_all()
    assert (message.to, "canaries" in message.subject + message.body) == (["eve@elsewhere.example"], False)
    assert "First group" not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-replied"
    assert message.extra_headers["In-Reply-To"] == "<one@mail.members.example>"
    assert [each.group_id for each in IncomingMail.objects.all()] == [None, None]


def test_letters_to_strangers_stop_at_a_number(group, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_STRANGERS", 2)
    found = [outcome(mail(f"first@{REPLY}", f"eve{n}@elsewhere.example"))[0] for n in range(3)]
    assert found == ["refused", "refused", "silent"]


def test_letters_to_a_member_stop_at_a_number(ana, thread, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_TOLD", 2)
    to = address(thread, ana)
    assert [outcome(mail(to, text="", number=f"n{n}"))[0] for n in range(3)] == ["refused", "refused", "silent"]


def test_disabled_account_is_told_as_a_stranger(ana, thread):
    to = address(thread, ana)
    ana.is_active = False
    ana.save()
    assert outcome(mail(to)) == TOLD
    why = letters(kind=REFUSED)[0].params["why"]
    outcome(mail(to, "eve@elsewhere.example", number="two"))
    assert letters(kind=REFUSED)[1].params["why"] == why
    assert answers(thread) == []


def test_foreign_address_with_a_valid_token_is_refused(ana, thread):
    to = address(thread, ana)
    MembershipFactory(group=thread.group, member__email="bob@members.example")
    assert outcome(mail(to, "bob@members.example")) == TOLD
    assert outcome(mail(to, "eve@elsewhere.example", number="two")) == TOLD
    # Two senders are none.
    assert outcome(mail(to, f"{ANA}, bob@members.example", number="three")) == SILENT
    assert answers(thread) == []


def test_token_of_another_group_or_forged_or_old_is_refused(ana, thread):
    other = make_thread(WorkingGroupFactory())
    mine = Membership.objects.get(member=ana)
    before = timezone.now() - VALID - timedelta(days=1)
    forged = address(thread, ana).partition("@")[0]
    tries = [
        reply_address(thread_id=other.pk, member_id=ana.pk, joined_at=mine.joined_at, now=timezone.now()),
        address(thread, ana, now=before),
        f"{forged[:-1]}{'a' if forged[-1] != 'a' else 'b'}@{REPLY}",
        reply_address(thread_id=10**9, member_id=ana.pk, joined_at=mine.joined_at, now=timezone.now()),
        f"reply+zzzzzzzzzzzzz-1-1-{'a' * 26}@{REPLY}",
    ]
    assert [outcome(mail(to, number=f"n{n}")) for n, to in enumerate(tries)] == [TOLD] * len(tries)
    assert len({letter.params["why"] for letter in letters(kind=REFUSED)[:4]}) == 1
    assert (answers(thread), answers(other)) == ([], [])


@pytest.mark.parametrize("state", [MembershipState.BANNED, MembershipState.REMOVED, MembershipState.LEFT])
def test_who_belongs_no_more_is_refused(ana, thread, state):
    to = address(thread, ana)
    Membership.objects.filter(member=ana).update(state=state, ended_at=timezone.now())
    assert outcome(mail(to)) == TOLD
    assert outcome(mail(f"first@{REPLY}", number="two")) == TOLD
    assert answers(thread) == []


def test_address_from_before_leaving_is_refused_after_coming_back(ana, thread):
    to = address(thread, ana, joined_at=timezone.now() - timedelta(days=2))
    leave(group_id=thread.group_id, member=ana)
    join(group_id=thread.group_id, member=ana)
    assert outcome(mail(to)) == TOLD


@pytest.mark.parametrize("facts", ["observer", "closed", "archived", "rules", "empty", "long"])
def test_who_may_not_write_so_is_told_why(ana, thread, facts):
    to, text = address(thread, ana), "These three."
    if facts == "observer":
        Membership.objects.filter(member=ana).update(role=GroupRole.OBSERVER)
    elif facts == "closed":
        Thread.objects.update(closed_at=timezone.now())
    elif facts == "archived":
        thread.group.archived_at = timezone.now()
        thread.group.save()
    elif facts == "rules":
        thread.group.rules, thread.group.rules_version = "Be kind", 7
        thread.group.save()
    else:
        text = "" if facts == "empty" else "x" * 20_001
    assert outcome(mail(to, text=text)) == TOLD
    assert (answers(thread), IncomingMail.objects.get().group) == ([], thread.group)
    (message,) = deliver_all()
    assert IncomingMail.objects.get().reason in message.body.replace("\n", " ")
    # The token is not passed on.
    assert to.partition("@")[0] not in message.body


def test_hidden_group_and_none_are_answered_alike(ana):
    WorkingGroupFactory(page__slug="secret", visibility="hidden")
    for n, slug in enumerate(("secret", "nothing")):
        assert outcome(mail(f"{slug}@{REPLY}", number=f"n{n}")) == TOLD
    assert len({letter.params["why"] for letter in letters(kind=REFUSED)}) == 1


def test_mail_without_text_and_one_without_title_are_refused(ana, thread):
    assert outcome(mail(address(thread, ana), text=None, files=[("a.pdf", b"x")])) == TOLD
    assert outcome(mail(f"first@{REPLY}", subject="Re: ", number="two")) == TOLD
    assert outcome(mail(address(thread, ana), text=LETTER, number="three")) == TOLD


def test_newcomer_who_writes_a_lot_is_refused(ana, thread):
    found = [outcome(mail(address(thread, ana), number=f"n{n}"))[0] for n in range(9)]
    assert found == ["posted"] * 8 + ["refused"]


def test_second_confirmed_address_counts_an_unconfirmed_does_not(ana, thread):
    ana.emailaddress_set.create(email="ana@home.example", verified=True)
    ana.emailaddress_set.create(email="ana@unproven.example", verified=False)
    to = address(thread, ana)
    assert outcome(mail(to, "ana@home.example")) == POSTED
    assert outcome(mail(to, "ana@unproven.example", number="two")) == TOLD


@pytest.mark.parametrize(
    ("results", "is_posted"),
    [
        ("mx.s3cop.example; dmarc=pass header.from=members.example", True),
        ("mx.s3cop.example 1; spf=pass smtp.mailfrom=ana@members.example", True),
        ("mx.s3cop.example; dkim=pass header.d=members.example header.s=a", True),
        ("mx.s3cop.example; dkim=pass header.d=evil.example", False),
        ("mx.s3cop.example; spf=fail (dmarc=pass; dmarc=pass) smtp.mailfrom=ana@members.example", False),
        ("evil.example; dmarc=pass", False),
        ("", False),
    ],
)
def test_sender_must_be_proven_where_the_mail_server_says_so(ana, thread, settings, results, is_posted):
    settings.INBOUND_AUTHSERV_ID = "mx.s3cop.example"
    facts = {"Authentication_Results": results} if results else {}
    assert outcome(mail(address(thread, ana), **facts)) == (POSTED if is_posted else SILENT)


@pytest.mark.parametrize("raw", [b"x", b"\x00\xff" * 50, b"From\n\n", b"From: a\nContent-Type: multipart/mixed\n\n--"])
def test_what_is_no_mail_is_noted_and_not_answered(raw):
    assert outcome(raw) == SILENT


def test_deeply_nested_mail_is_not_posted(ana, thread):
    raw = f"From: {ANA}\nTo: {address(thread, ana)}\n".encode()
    for n in range(3000):
        raw += f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode()
    assert outcome(raw)[0] in ("silent", "refused")
    assert answers(thread) == []


def test_too_large_mail_is_refused_without_reading_it(ana, thread, settings):
    settings.INBOUND_MAX_BYTES = 5000
    assert outcome(mail(address(thread, ana), text="x" * 6000)) == TOLD
    with IncomingMail.objects.get().raw.open("rb") as file:
        assert len(file.read()) < 1000


# Attachments -----------------------------------------------------------------------------------------------------


def test_two_hundred_attachments_are_named_and_twenty_are_kept(ana, thread, monkeypatch):
    kept = []
    monkeypatch.setattr(attachments, "keep", lambda post, name, content: kept.append((name, content)))
    files = [(f"f{n}.bin", b"%d" % n) for n in range(200)]
    assert outcome(mail(address(thread, ana), files=files)) == (MailOutcome.POSTED, [TOO])
    assert kept == [(f"f{n}.bin", b"%d" % n) for n in range(20)]
    (letter,) = letters(kind=TOO)
    assert [name for name, _why in letter.params["files"]] == [f"f{n}.bin" for n in range(20, 200)]
    (message,) = deliver_all()
    assert ("f199.bin" in message.body, "f19.bin" in message.body) == (True, False)


def test_good_file_becomes_a_document_and_a_bad_one_is_refused_in_words(ana, thread):
    raw = mail(address(thread, ana), files=[("notes.txt", b"Canary notes"), ("virus.exe", b"MZ\x00\x01")])
    assert outcome(raw) == (MailOutcome.POSTED, [TOO])
    version = DocumentVersion.objects.get()
    assert (version.document.name, version.document.group, version.author) == ("notes.txt", thread.group, ana)
    assert [bool(each["why"]) for each in IncomingMail.objects.get().attachments] == [False, True]
    assert [name for name, _why in letters(kind=TOO)[0].params["files"]] == ["virus.exe"]
    assert thread.posts.get(number=2).has_files


def test_files_that_a_killed_process_left_are_kept_when_the_mail_comes_again(ana, thread, monkeypatch):
    raw = mail(address(thread, ana), files=[("notes.txt", b"Canary notes")])

    def away(*_args):
        raise OperationalError

    monkeypatch.setattr(attachments, "keep", away)
    with pytest.raises(OperationalError):
        receive(raw)
    monkeypatch.undo()
    assert (answers(thread), DocumentVersion.objects.count()) == (["These three."], 0)
    for _ in range(2):
        receive(raw)
    assert (answers(thread), DocumentVersion.objects.count()) == (["These three."], 1)


def test_file_that_breaks_something_does_not_take_the_words_along(ana, thread, monkeypatch):
    def broken(*_args):
        raise RuntimeError

    monkeypatch.setattr(attachments, "keep", broken)
    assert outcome(mail(address(thread, ana), files=[("a", b"x")])) == (MailOutcome.POSTED, [TOO])
    assert answers(thread) == ["These three."]


def test_pictures_of_a_signature_and_seals_are_no_attachments(ana, thread):
    raw = (
        f"From: {ANA}\nTo: {address(thread, ana)}\nMessage-ID: <s@x>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        '--b\nContent-Type: text/html\n\n<p>These three.</p><img src="cid:logo">\n'
        "--b\nContent-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Disposition: inline\n\nx\n"
        "--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\nx\n--b--\n"
    )
    assert outcome(raw.encode()) == POSTED
    assert (answers(thread), IncomingMail.objects.get().attachments) == (["These three."], [])


# Ways in ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def pipe(monkeypatch):
    """`pipe(raw)`: the command as a mail server calls it; its code."""

    def run(raw, *arguments):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            call_command("receive_mail", *arguments)
        except SystemExit as end:
            return end.code
        return os.EX_OK

    return run


def test_command_takes_a_mail(ana, thread, pipe):
    raw = mail("undisclosed-recipients:;")
    assert pipe(raw, "--recipient", address(thread, ana), "--sender", ANA) == os.EX_OK
    assert answers(thread) == ["These three."]
    for nobody in ("<>", "MAILER-DAEMON", ""):
        assert pipe(mail(address(thread, ana), number=f"b{nobody}".strip("<>")), f"--sender={nobody}") == os.EX_OK
    assert answers(thread) == ["These three."]


def test_command_asks_to_try_again_while_the_database_is_away(ana, thread, pipe, monkeypatch):
    def away(**_facts):
        raise OperationalError

    monkeypatch.setattr(receiving, "reply", away)
    raw = mail(address(thread, ana))
    assert pipe(raw) == os.EX_TEMPFAIL
    assert IncomingMail.objects.count() == 0
    monkeypatch.undo()
    assert (pipe(b""), IncomingMail.objects.count()) == (os.EX_NOINPUT, 0)
    assert receive(raw).outcome == "posted"


def test_nothing_is_taken_while_the_domain_is_not_set(ana, settings, pipe, capsys):
    settings.REPLY_DOMAIN = ""
    assert pipe(b"From: a@b.example\n\nx") == os.EX_UNAVAILABLE
    with pytest.raises(Closed):
        receive(b"x")


def hand_over(client, raw, secret="in:long-random-text"):
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
    body = json.dumps({"MessageID": "1", "RawEmail": raw.decode(), "Headers": [{"Name": "Return-Path", "Value": ANA}]})
    return client.post("/letters/incoming/", body, content_type="application/json", headers=headers).status_code


@pytest.fixture
def _provider(settings):
    settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": ["in:long-random-text"]}


@pytest.mark.usefixtures("_provider")
def test_provider_hands_mails_over(ana, thread, client):
    large = mail(address(thread, ana), files=[("a.txt", b"x" * 3_000_000)])
    assert hand_over(client, large, "in:wrong") == 400
    assert answers(thread) == []
    assert hand_over(client, large) == 200
    assert hand_over(client, large) == 200
    assert answers(thread) == ["These three."]


@pytest.mark.usefixtures("_provider")
def test_provider_is_to_try_again_when_we_fail(ana, thread, client, monkeypatch):
    client.raise_request_exception = False

    def away(**_facts):
        raise ValueError

    monkeypatch.setattr(receiving, "reply", away)
    assert hand_over(client, mail(address(thread, ana))) == 500
    assert IncomingMail.objects.count() == 0


@pytest.mark.usefixtures("_provider")
@pytest.mark.parametrize("off", [{"REPLY_DOMAIN": ""}, {"MAIL_PROVIDER": ""}, {"ANYMAIL": {"WEBHOOK_SECRET": []}}])
def test_address_for_the_provider_does_not_exist_unless_all_is_set(client, settings, off):
    for name, value in off.items():
        setattr(settings, name, value)
    assert hand_over(client, b"From: a@b.example\n\nx") == 404


# Kept for the moderators -----------------------------------------------------------------------------------------


def test_moderators_see_what_came_and_its_original_without_the_token(ana, thread, client_for):
    leader = MembershipFactory(group=thread.group, role=GroupRole.LEADER).member
    to = address(thread, ana)
    Thread.objects.update(closed_at=timezone.now())
    kept = receive(mail(to, text="Canary <script>"))
    stranger = receive(mail(f"first@{REPLY}", "eve@elsewhere.example", subject="Stranger"))

    page = client_for(leader).get("/working-groups/first/discussion/mail/").text
    assert ("This discussion is closed" in page, "Stranger" in page) == (True, False)
    shown = client_for(leader).get(f"/working-groups/first/discussion/mail/{kept.pk}/").text
    assert "Canary &lt;script&gt;" in shown
    assert to.partition("@")[0] not in shown
    assert client_for(leader).get(f"/working-groups/first/discussion/mail/{stranger.pk}/").status_code == 404
    assert client_for(ana).get("/working-groups/first/discussion/mail/").status_code == 403
    staff = client_for(UserFactory(is_superuser=True, is_staff=True))
    assert "Stranger" in staff.get("/group-mail/incoming/").text


def test_originals_go_after_thirty_days(ana, thread):
    kept = receive(mail(address(thread, ana)))
    rule = next(rule for rule in retention.rules() if rule.key == "incoming-mails")
    storage, name = kept.raw.storage, kept.raw.name
    assert rule.remove(kept.received_at + timedelta(days=30) - timedelta(minutes=1)) == 0
    assert storage.exists(name)
    assert rule.remove(kept.received_at + timedelta(days=30)) == 1
    assert (storage.exists(name), IncomingMail.objects.count(), answers(thread)) == (False, 0, ["These three."])


# Addresses that a group had, and names by which it is called


def renamed(group, slug):
    page = WorkingGroupPage.objects.get(pk=group.page_id)
    page.slug = slug
    page.save_revision().publish()


def write_to(name, number="one"):
    return receive(mail(to=f"{name}@{REPLY}", number=number), recipient=f"{name}@{REPLY}", sender=ANA)


def test_old_address_and_other_name_of_a_group_still_reach_it(ana, group, django_capture_on_commit_callbacks):
    for slug in ("second", "third"):
        with django_capture_on_commit_callbacks(execute=True):
            renamed(group, slug)
    WorkingGroupPage.objects.filter(pk=group.page_id).update(other_names="ITWG, Industry Circle")
    for name in ("third", "second", "first", "itwg", "industry-circle"):
        assert write_to(name).outcome == MailOutcome.POSTED, name
    assert Thread.objects.filter(group=group).count() == 5
    assert write_to("industry").outcome == MailOutcome.REFUSED


def test_address_that_another_group_has_now_is_that_group_s(ana, group, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        renamed(group, "second")
    other = WorkingGroupFactory(page__slug="first")
    assert write_to("first", "before").outcome == MailOutcome.REFUSED
    MembershipFactory(group=other, member=ana)
    assert write_to("first", "after").outcome == MailOutcome.POSTED
    assert [thread.group for thread in Thread.objects.all()] == [other]


def test_name_that_two_groups_of_the_writer_go_by_reaches_neither(ana, group):
    other = WorkingGroupFactory(page__other_names="Industry")
    WorkingGroupPage.objects.filter(pk=group.page_id).update(other_names="Industry")
    assert write_to("industry", "before").outcome == MailOutcome.POSTED
    assert [thread.group for thread in Thread.objects.all()] == [group]
    MembershipFactory(group=other, member=ana)
    refused = write_to("industry", "after")
    assert (refused.outcome, refused.reason) == (
        MailOutcome.REFUSED,
        "Several groups go by this name. Write to the address that stands at its discussions.",
    )
    assert Thread.objects.count() == 1
