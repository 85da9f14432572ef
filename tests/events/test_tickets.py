"""Tickets: who has one, what the code says, the page and the sheet."""

import re

import pypdfium2
import pytest
import segno
from django.core import signing
from django.utils import timezone

from events import tickets
from events.choices import RegistrationStatus as S
from events.models import Registration
from events.services.registering import register
from tests.events.forum import open_forum, statements

pytestmark = pytest.mark.django_db

PAGE, SHEET = "/events/forum/registration/ticket/", "/events/forum/registration/ticket.pdf"


@pytest.fixture
def forum():
    return open_forum()


@pytest.fixture
def registration(forum, member):
    return register(
        member=member,
        event_id=forum.event.pk,
        category_id=forum.room.pk,
        badge_name="Łucja Παπαδοπούλου Ћирић",
        badge_organisation="Ágazati Ügynökség",
        session_ids=[forum.one.pk],
    )


@pytest.fixture
def window(client_for, member):
    return client_for(member)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text.replace("\r\n", "\n")


def test_token_leads_to_its_registration_and_to_no_other(registration):
    token = tickets.ticket_token(registration)

    assert re.fullmatch(rf"S3COP:{registration.code}:[\w-]{{43}}", token)
    assert tickets.verify_ticket(token) == registration
    assert tickets.verify_ticket(f" {token}\n") == registration


def test_forged_tokens_lead_nowhere(registration):
    token = tickets.ticket_token(registration)
    other = signing.Signer(salt="events.offer", sep=":").sign(f"S3COP:{registration.code}")
    wrong = signing.Signer(salt=tickets.SALT, sep=":").sign(registration.code)

    for forged in (
        registration.code,
        f"S3COP:{registration.code}",
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace(registration.code, "00000000"),
        token.lower(),
        other,
        wrong,
        "",
        "\x00",
    ):
        assert tickets.verify_ticket(forged) is None, forged


def test_page_shows_the_code_as_picture_and_as_letters(window, registration):
    response = window.get(PAGE)

    assert response.status_code == 200
    assert f"{registration.code[:4]}-{registration.code[4:]}" in response.text
    assert registration.badge_name in response.text
    assert "Diffusion surveys" in response.text
    svg = re.search(r'<svg class="qr".*?</svg>', response.text, re.DOTALL).group()
    assert "style=" not in svg
    drawn = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", svg):
        drawn |= {(int(x) + step, int(y)) for step in range(int(length))}
    code = segno.make_qr(tickets.ticket_token(registration), error="q")
    assert drawn == {(x, y) for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark}


def test_sheet_spells_the_names_of_europe(window, registration):
    response = window.get(SHEET)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="ticket-forum.pdf"'
    text = text_of(response.content)
    assert "Łucja Παπαδοπούλου Ћирић" in text
    assert "Ágazati Ügynökség" in text
    assert f"{registration.code[:4]}-{registration.code[4:]}" in text
    assert "Diffusion surveys" in text


def test_sheet_survives_names_that_its_font_does_not_know(registration):
    registration.badge_name = "Դավիթ დავით 🙂 " + "x" * 120

    assert tickets.ticket_pdf(registration, facts=[("When", "a" * 900)]).startswith(b"%PDF-")


@pytest.mark.parametrize(("name", "named"), [("王小明", True), ("Wang 小", True), ("Ana Ξ Žižek 🙂", False)])
def test_sheet_that_cannot_spell_a_name_says_the_address(registration, name, named):
    registration.badge_name = name

    text = text_of(tickets.ticket_pdf(registration, facts=[("When", "Tuesday")]))

    assert (registration.member.email in text) is named


def fonts_in(pdf: bytes) -> set[str]:
    """The families that the sheet has embedded, whatever their weight."""
    names = re.findall(rb"/FontName /[A-Z]{6}\+([A-Za-z]+)", pdf)
    return {name.decode().removesuffix("Bold").removesuffix("Light") for name in names}


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("Hebrew", "יעל כהן"),
        ("Armenian", "Դավիթ Սարգսյան"),
        ("Georgian", "ნინო ბერიძე"),
        ("Arabic", "محمد الأمين"),
    ],
)
def test_sheet_spells_names_in_other_scripts(registration, caplog, script, name):
    registration.badge_name, registration.badge_organisation = name, name

    pdf = tickets.ticket_pdf(registration, facts=[("Where", "Łódź")], sessions=[("09:00", name)])

    text = text_of(pdf)
    assert "Łódź" in text
    assert fonts_in(pdf) == {"Roboto", f"NotoSans{script}"}
    assert [record.getMessage() for record in caplog.records] == []  # fpdf2 tells of letters that it has no shape for
    if script != "Arabic":
        assert text.count(name) == 3
    else:
        # Joined letters are drawn from right to left and far apart; a reader of PDF guesses where words end.
        letters = sorted(name.replace(" ", "")) * 3
        assert sorted(letter for letter in text if "؀" <= letter <= "ۿ") == sorted(letters)


def test_sheet_in_letters_of_europe_carries_one_family_and_is_not_shaped(registration, monkeypatch):
    monkeypatch.setattr(tickets.FPDF, "set_text_shaping", lambda *args, **more: pytest.fail("shaped"))
    registration.badge_name = "Żółć Светлана Йорданова Ελένη Ștefan Ґалаґан"

    pdf = tickets.ticket_pdf(registration, facts=[("When", "Tuesday")])

    assert fonts_in(pdf) == {"Roboto"}
    assert registration.badge_name in text_of(pdf)


@pytest.mark.parametrize("status", [S.PENDING, S.WAITING, S.CANCELLED, S.REJECTED, S.EXPIRED, S.NO_SHOW])
def test_without_a_place_there_is_no_ticket(window, registration, status):
    holds = status == S.NO_SHOW
    Registration.objects.update(
        status=status,
        queued_at=timezone.now(),
        category_number=1 if holds else None,
        place_number=1 if holds else None,
    )

    assert window.get(PAGE)["Location"] == "/events/forum/registration/"
    assert window.get(SHEET)["Location"] == "/events/forum/registration/"


def test_cancelled_event_has_no_tickets(window, forum, registration):
    forum.event.state.cancelled_at = timezone.now()
    forum.event.state.save()

    assert window.get(PAGE).status_code == 302


def test_ticket_is_its_members_alone(client, client_for, registration, other_member, manager):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    for somebody in (other_member, manager):
        assert client_for(somebody).get(PAGE).status_code == 404
        assert client_for(somebody).get(SHEET).status_code == 404


def test_page_takes_four_statements(window, registration):
    with statements() as found:
        window.get(PAGE)

    assert len(found) == 4, "\n".join(found)
