"""What goes to the mail server: headers nothing can be injected into, two readable parts, attachments."""

import email
import email.policy
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from cop.notifications import envelope, registry, rendering
from tests.letters import deliver_all, html_of, links_of

INJECTIONS = [
    "\r\nBcc: eve@mail.example",
    "\nBcc: eve@mail.example",
    "\rBcc: eve@mail.example",
    "\u2028Bcc: eve",
    "\x00",
]
NAMES = [
    "Ana Sample",
    "Sample, Ana",
    'Ana "the" Sample',
    'Ana" <eve@mail.example>, "x',
    "Ana <eve@mail.example>",
    "Ana (Secretariat); eve@mail.example:",
    "Ána Šámplé-Ñandú",
    "Άννα Δείγμα",
    "أنا عينة",
    "\u202eelpmaS anA",
    "=?utf-8?q?Eve?= <eve@mail.example>",
    "\\",
    "a@b",
    "A" * 150,
    "Ž" * 150,
    "Ana, " * 30,
    'é" <eve@mail.example>, ' * 6,
]


def wire(message):
    """The message as the server gets it, read again by a standard parser."""
    raw = message.message(policy=email.policy.SMTP).as_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def sent(post, **params):
    post(**params)
    return wire(deliver_all()[0])


def test_headers_of_a_letter_about_one_s_own_place(post, member):
    letter = post(to=member)
    raw, parsed = wire(deliver_all()[0])
    assert dict(parsed.items()).keys() == {
        "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    assert str(parsed["From"]) == "S3 Community of Practice <secretariat@s3cop.example>"
    assert str(parsed["To"]) == "Ana Member <ana.member@members.example>"
    assert parsed["Message-ID"] == letter.message_id
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert abs((parsedate_to_datetime(parsed["Date"]) - timezone.now()).total_seconds()) < 60
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert max(len(line) for line in raw.splitlines()) <= 998


def test_circular_can_be_stopped_from_its_header_and_its_foot(post, settings):
    settings.SITE_URL = "https://s3cop.example"
    post("sample.circular")
    message = deliver_all()[0]
    _raw, parsed = wire(message)
    link = links_of(message)[1]
    assert parsed["List-Unsubscribe"] == f"<{link}>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://s3cop.example/letters/unsubscribe/")
    assert f'<a href="{link}"' in html_of(message)


def test_letter_about_one_s_own_place_cannot_be_stopped(post):
    post()
    message = deliver_all()[0]
    assert "unsubscribe" not in str(message.message()).lower()


@pytest.mark.parametrize("name", [f"Ana{injection} Sample" for injection in INJECTIONS] + NAMES)
def test_name_cannot_add_a_header_or_an_addressee(post, member, name):
    letter = post(to=member)
    letter.member.name = name  # Not saved: PostgreSQL would refuse the NUL.
    rendered = rendering.render(letter, registry.find("sample.own"))
    _raw, parsed = wire(envelope.message_for(letter, rendered, now=timezone.now()))
    assert [address.addr_spec for address in parsed["To"].addresses] == ["ana.member@members.example"]
    assert parsed["Bcc"] is None


@pytest.mark.parametrize("injection", INJECTIONS)
def test_subject_cannot_add_a_header(post, injection):
    _raw, parsed = sent(post, subject=f"Forum{injection}")
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == f"Forum {injection.strip(chr(13) + chr(10) + chr(0x2028) + chr(0))}".strip()


def test_long_subject_is_shortened_to_one_that_every_server_takes(post):
    raw, parsed = sent(post, subject="Ž" * 500)
    assert parsed["Subject"] == "Ž" * 199 + "…"
    assert max(len(line) for line in raw.splitlines()) <= 998


def test_right_to_left_text_arrives_as_written(post):
    words = "منتدى التخصص الذكي \u200f2027"
    _raw, parsed = sent(post, subject="منتدى", words=words)
    assert parsed["Subject"] == "منتدى"
    assert words in parsed.get_body(("plain",)).get_content()
    assert words in parsed.get_body(("html",)).get_content()


def test_long_words_arrive_as_written(post):
    words = "x" * 5000
    raw, parsed = sent(post, words=words)
    assert words in parsed.get_body(("plain",)).get_content()
    assert max(len(line) for line in raw.splitlines()) <= 998


def test_attachments_arrive_with_safe_names(post):
    _raw, parsed = sent(post, files=["forum.ics", "../../etc/pass\r\nwd.ics", "Ž" * 300 + ".ics", "  "])
    assert [part.get_filename() for part in parsed.iter_attachments()] == [
        "forum.ics",
        "-..-etc-pass wd.ics",
        "Ž" * 96 + ".ics",
        "attachment",
    ]
    assert {part.get_content_type() for part in parsed.iter_attachments()} == {"text/calendar"}


def test_calendar_attachment_keeps_its_method(post, monkeypatch):
    rendered = envelope.Rendered(
        "s", "t", "<p>h</p>", (("f.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST"),)
    )
    _raw, parsed = wire(envelope.message_for(post(), rendered, now=timezone.now()))
    part = next(parsed.iter_attachments())
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("a.pdf", "a.pdf"),
        ("", "attachment"),
        ("...", "attachment"),
        ("a\\b:c.pdf", "a-b-c.pdf"),
        ("x" * 200, "x" * 100),
    ],
)
def test_file_name(given, safe):
    assert envelope.file_name(given) == safe
