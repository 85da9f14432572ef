"""A member asks to join, is accepted, reads, answers by mail; the answer stands in the thread. By real SMTP."""

import io
import re
import smtplib
import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories.discussion import make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, Joining
from working_groups.models import IncomingMail

ANA = "ana@members.example"
DOMAIN = "reply.s3cop.example"


class Sink:
    """A mail server that keeps all that it gets: of the members, and of ours."""

    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.got.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """What this person has got so far."""
        return [message_from_bytes(content, policy=default) for _from, to, content in self.got if address in to]


@pytest.fixture
def smtp(settings, unused_tcp_port):
    """A mail server on loopback, through which the site sends."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": unused_tcp_port},
        }
    }
    settings.REPLY_DOMAIN = DOMAIN
    sink.port = unused_tcp_port
    yield sink
    controller.stop()


@pytest.fixture
def unused_tcp_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def hand_over(smtp, monkeypatch):
    """What the mail server does with a mail to our domain: it calls the command, with the mail on standard input."""

    def run() -> None:
        for sender, recipients, content in list(smtp.got):
            for recipient in recipients:
                if recipient.endswith(f"@{DOMAIN}"):
                    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
                    call_command("receive_mail", "--recipient", recipient, "--sender", sender)

    return run


def write(smtp, answer: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", smtp.port) as client:
        client.send_message(answer)


def answer_to(letter: EmailMessage, words: str) -> EmailMessage:
    """As Gmail writes it: the words, the attribution, the letter quoted, and the same as HTML."""
    text = letter.get_body(("plain",)).get_content()
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    answer = EmailMessage()
    answer["From"], answer["To"] = f"Ana Member <{ANA}>", letter["Reply-To"]
    answer["Subject"] = f"Re: {letter['Subject'].removeprefix('Re: ')}"
    answer["Message-ID"] = "<CAF-answer@mail.members.example>"
    answer["In-Reply-To"] = answer["References"] = letter["Message-ID"]
    said = f"On Mon, Mar 16, 2026 at 6:12 PM {parseaddr(letter['From'])[0]} <\nsecretariat@s3cop.example> wrote:"
    answer.set_content(f"{words}\n\nBest regards\nAna\n\n{said}\n\n{quoted}\n")
    html = letter.get_body(("html",)).get_content()
    answer.add_alternative(
        f'<div dir="ltr">{words}<br>Best regards<br>Ana</div><div class="gmail_quote">{html}</div>', subtype="html"
    )
    return answer


def test_member_asks_is_accepted_reads_and_answers_by_mail(new_page, axe, log_in, run_tasks, smtp, hand_over):
    group = WorkingGroupFactory(page__slug="first", page__title="First group", joining=Joining.REQUEST)
    leader = MembershipFactory(group=group, role=GroupRole.LEADER, member__name="Lea Leader").member
    ana = UserFactory(name="Ana Member", email=ANA)
    page, desk = new_page(), new_page(dark=True)
    log_in(page, ana)
    log_in(desk, leader)

    page.goto("/working-groups/first/")
    page.get_by_role("link", name="Ask to join").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="You have asked to join")).to_be_visible()
    run_tasks()
    assert [letter["Subject"] for letter in smtp.to(leader.email)] == ["Ana Member asks to join First group"]
    desk.goto("/working-groups/first/desk/")
    desk.get_by_role("link", name="1 request").click()
    desk.get_by_role("link", name="Ana Member").click()
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Accepted; they get a letter.")).to_be_visible()

    page.goto("/group-mail/")
    axe(page)
    page.get_by_label("First group").select_option("at_once")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    thread = make_thread(group, leader, title="Which indicators?", text="Which ones do *you* follow?")
    run_tasks()
    letter = smtp.to(ANA)[-1]
    assert letter["Subject"] == "[First group] Which indicators?"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    page.goto(f"/working-groups/first/discussion/{thread.pk}/")
    expect(page.get_by_text("Which ones do you follow?")).to_be_visible()
    axe(page)
    write(smtp, answer_to(letter, "These three, as every year."))
    hand_over()
    # The mail server was not sure and hands it over once more.
    hand_over()

    page.reload()
    expect(page.get_by_text("These three, as every year.")).to_have_count(1)
    assert thread.posts.get(number=2).text == "These three, as every year.\n\nBest regards\nAna"
    axe(page)
    run_tasks()
    assert [each["Subject"] for each in smtp.to(ANA)][-1] == "[First group] Which indicators?"

    # A stranger's answer to the same address does not stand there, and they learn why.
    foreign = answer_to(letter, "A canary of a stranger.")
    foreign.replace_header("From", "eve@elsewhere.example")
    foreign.replace_header("Message-ID", "<foreign@elsewhere.example>")
    write(smtp, foreign)
    hand_over()
    run_tasks()
    page.reload()
    assert "canary" not in page.content()
    assert [each["Subject"] for each in smtp.to("eve@elsewhere.example")] == ["Not posted: your mail"]

    desk.goto("/working-groups/first/discussion/")
    desk.get_by_role("link", name="Mails that came in").click()
    expect(desk.get_by_text(re.compile("posted"))).to_be_visible()
    axe(desk)
    desk.goto(f"/working-groups/first/discussion/mail/{IncomingMail.objects.get(outcome='posted').pk}/")
    axe(desk)

    # The link in the letter stops the mail of this group.
    page.goto(letter["List-Unsubscribe"].strip("<>"))
    axe(page)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", name="No more mail of First group")).to_be_visible()
    axe(page)
