"""The staff's pages about letters: who may see them, what they show, and sending again."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.signing import Signer, TimestampSigner, dumps
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from cop.members.models import User
from cop.notifications.choices import LetterState
from cop.notifications.links import HIDDEN, without_signatures
from cop.notifications.models import Letter
from cop.notifications.refusals import LetterRefused, Reason
from cop.notifications.services.resending import send_again
from tests.letters import deliver_all

INDEX = "/admin/letters/"


def fail(letter: Letter) -> Letter:
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.FAILED, error="SMTPDataError: (554, b'no')", attempts=3
    )
    return Letter.objects.get(pk=letter.pk)


@pytest.fixture
def secretary(db):
    """Staff in a group that may be given rights."""
    user = User.objects.create_user("sec.retary@members.example", name="Sec Retary", is_staff=True)
    group = Group.objects.create(name="Secretariat")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def allow(user, *codenames: str) -> User:
    user.groups.get().permissions.add(
        *Permission.objects.filter(content_type__app_label="notifications", codename__in=codenames)
    )
    return User.objects.get(pk=user.pk)


def pages(letter: Letter) -> list[str]:
    return [INDEX, f"{INDEX}results/", f"{INDEX}{letter.pk}/", f"{INDEX}{letter.pk}/html/"]


def pages_of(letter: Letter) -> list[str]:
    """The two that show what it says."""
    return pages(letter)[2:]


def test_rights_to_letters_and_bounces_can_be_given_to_a_group(db):
    from wagtail import hooks

    offered = [
        permission.codename
        for hook in hooks.get_hooks("register_permissions")
        for permission in hook().filter(content_type__app_label="notifications")
    ]
    assert sorted(offered) == [
        "change_letter",
        "delete_stoppedaddress",
        "view_bounce",
        "view_letter",
        "view_stoppedaddress",
    ]


def test_staff_with_the_right_see_letters_and_others_do_not(post, client_for, staff, secretary, member):
    letter = post(words="a canary")
    deliver_all()
    for page in pages(letter):
        assert client_for(staff).get(page).status_code == 200
        assert client_for(allow(secretary, "view_letter")).get(page).status_code == 200
    secretary.groups.get().permissions.remove(*Permission.objects.filter(content_type__app_label="notifications"))
    for page in pages(letter):
        for user in (User.objects.get(pk=secretary.pk), member, None):
            answer = client_for(user).get(page)
            assert answer.status_code in (302, 403)
            assert "a canary" not in answer.text
            assert "ana.sample" not in answer.text


def test_menu_shows_letters_to_those_who_may_see_them(client_for, secretary):
    assert '"/admin/letters/"' not in client_for(secretary).get("/admin/").text
    assert '"/admin/letters/"' in client_for(allow(secretary, "view_letter")).get("/admin/").text


def test_list_shows_state_kind_address_times_attempts_and_error(post, client_for, staff, member):
    post(to=member)
    deliver_all()
    fail(post("sample.circular", to="other@mail.example"))
    page = client_for(staff).get(INDEX).text
    for words in (
        "ana.member@members.example",
        "About one&#x27;s own place",
        "Sent",
        "other@mail.example",
        "A circular",
        "Failed",
        "SMTPDataError: (554, b&#x27;no&#x27;)",
    ):
        assert words in page, words
    assert page.index("other@mail.example") < page.index("ana.member@members.example")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"first", "second", "third"}),
        ("?q=first@", {"first"}),
        ("?q=sample.circular", {"third"}),
        ("?q=nobody", set()),
        ("?state=failed", {"second"}),
        ("?state=failed&state=queued", {"first", "second", "third"}),
        ("?kind=sample.circular", {"third"}),
        ("?kind=sample.own&state=queued", {"first"}),
    ],
)
def test_list_is_searched_and_filtered(post, client_for, staff, query, found):
    post(to="first@mail.example")
    fail(post(to="second@mail.example"))
    post("sample.circular", to="third@mail.example")
    page = client_for(staff).get(INDEX + query).text
    assert {name for name in ("first", "second", "third") if f"{name}@mail.example" in page} == found


def test_list_is_filtered_by_day(post, client_for, staff):
    old = post(to="old@mail.example")
    Letter.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=10))
    post(to="new@mail.example")
    day = (timezone.localdate() - timedelta(days=5)).isoformat()
    page = client_for(staff).get(f"{INDEX}?created_at_from={day}").text
    assert ("new@mail.example" in page, "old@mail.example" in page) == (True, False)


def test_list_takes_the_same_statements_for_one_letter_and_for_three(
    post, client_for, staff, django_assert_num_queries
):
    client = client_for(staff)
    post()
    client.get(INDEX)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(INDEX)
    post()
    post("sample.circular", to=staff)
    with django_assert_num_queries(len(one)) as three:
        client.get(INDEX)
    letters = [query["sql"] for query in three if 'FROM "notifications_letter"' in query["sql"]]
    assert len(letters) == 2
    assert '"notifications_letter"."html"' not in "".join(letters)


def test_letter_is_shown_with_text_headers_and_attachments(post, client_for, staff, member):
    letter = post(to=member, words="Bring <it>", files=["forum.ics"])
    deliver_all()
    page = client_for(staff).get(f"{INDEX}{letter.pk}/").text
    for words in (
        "Bring &lt;it&gt;",
        "forum.ics",
        "text/calendar",
        "Auto-Submitted",
        "auto-generated",
        letter.cause,
        letter.message_id.strip("<>"),
        f'src="{INDEX}{letter.pk}/html/"',
        'sandbox="allow-popups allow-popups-to-escape-sandbox"',
    ):
        assert words in page, words
    assert "Send again" not in page


def test_html_is_served_in_a_sandbox(post, client_for, staff):
    letter = post()
    deliver_all()
    answer = client_for(staff).get(f"{INDEX}{letter.pk}/html/")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert policy[:2] == ["sandbox allow-popups allow-popups-to-escape-sandbox", "default-src 'none'"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<a target="_blank" rel="noopener" href="http://testserver/tickets/1/"' in answer.text


def test_letter_not_sent_yet_is_shown_as_it_would_be_without_its_secret(post, client_for, staff):
    letter = post("sample.code", code="QWERTZ", path="/x/?c=QWERTZ")
    page = client_for(staff).get(f"{INDEX}{letter.pk}/").text
    html = client_for(staff).get(f"{INDEX}{letter.pk}/html/").text
    assert "This is how it would look" in page
    assert "Type ••••••." in page
    assert "Type ••••••." in html
    assert "QWERTZ" not in page + html


def test_letter_that_cannot_be_built_has_a_page_all_the_same(post, client_for, staff):
    letter = fail(post("sample.broken"))
    assert "This letter cannot be shown" in client_for(staff).get(f"{INDEX}{letter.pk}/").text
    assert client_for(staff).get(f"{INDEX}{letter.pk}/html/").status_code == 404
    forgotten = post()
    Letter.objects.filter(pk=forgotten.pk).update(kind="sample.forgotten")
    assert "sample.forgotten" in client_for(staff).get(INDEX).text
    assert client_for(staff).get(f"{INDEX}{forgotten.pk}/").status_code == 200


def test_unknown_letter_is_not_found(client_for, staff):
    assert client_for(staff).get(f"{INDEX}4711/").status_code == 404


def test_nobody_writes_edits_or_deletes_letters_here(post, client_for, staff):
    letter = post()
    for path in ("new/", f"edit/{letter.pk}/", f"delete/{letter.pk}/", f"{letter.pk}/delete/", f"copy/{letter.pk}/"):
        assert client_for(staff).post(f"{INDEX}{path}").status_code in (404, 405)
    assert Letter.objects.count() == 1


# Sending again --------------------------------------------------------------------------------------------------


def test_failed_letter_is_sent_again_and_the_log_says_by_whom(post, client_for, staff, mailbox):
    letter = fail(post())
    DBTaskResult.objects.all().delete()
    client = client_for(staff)
    assert "Send again" in client.get(f"{INDEX}{letter.pk}/").text
    answer = client.post(reverse("letters:send_again", args=[letter.pk]), follow=True)
    assert "The letter will be sent again." in answer.text
    queued = Letter.objects.get()
    assert (queued.state, queued.attempts, queued.error) == (LetterState.QUEUED, 0, "")
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[letter.pk]]
    entry = ModelLogEntry.objects.get(action="notifications.send_again")
    assert (entry.user, entry.object_id) == (staff, str(letter.pk))
    assert entry.data == {"error": "SMTPDataError: (554, b'no')"}
    assert entry.message == "Had the letter sent again"
    deliver_all()
    assert [message.extra_headers["Message-ID"] for message in mailbox] == [letter.message_id]


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "withdrawn"])
def test_letter_that_has_not_failed_is_not_sent_again(post, staff, state):
    letter = post()
    now = timezone.now()
    Letter.objects.filter(pk=letter.pk).update(state=state, sent_at=now, claimed_until=now)
    with pytest.raises(LetterRefused) as refusal:
        send_again(letter=letter, actor=staff)
    assert refusal.value.reason == Reason.NOT_FAILED
    assert Letter.objects.get().state == state
    assert not ModelLogEntry.objects.filter(action="notifications.send_again").exists()


def test_secret_letter_is_not_sent_again(post, client_for, staff):
    letter = fail(post("sample.code", code="QWERTZ", path="/"))
    page = client_for(staff).get(f"{INDEX}{letter.pk}/").text
    assert str(Reason.SECRET.label) in page
    assert "send-again" not in page
    answer = client_for(staff).post(f"{INDEX}{letter.pk}/send-again/", follow=True)
    assert str(Reason.SECRET.label) in answer.text
    assert Letter.objects.get().state == LetterState.FAILED


def test_pressing_twice_queues_once(post, client_for, staff):
    letter = fail(post())
    DBTaskResult.objects.all().delete()
    for _time in range(2):
        client_for(staff).post(f"{INDEX}{letter.pk}/send-again/")
    assert DBTaskResult.objects.count() == 1


def test_sending_again_needs_a_right_of_its_own_and_a_post(post, client_for, secretary):
    letter = fail(post())
    client = client_for(allow(secretary, "view_letter"))
    assert "send-again" not in client.get(f"{INDEX}{letter.pk}/").text
    assert client.post(f"{INDEX}{letter.pk}/send-again/").status_code in (302, 403)
    assert Letter.objects.get().state == LetterState.FAILED
    client = client_for(allow(secretary, "view_letter", "change_letter"))
    assert client.get(f"{INDEX}{letter.pk}/send-again/").status_code == 405
    assert Letter.objects.get().state == LetterState.FAILED
    client.post(f"{INDEX}{letter.pk}/send-again/")
    assert Letter.objects.get().state == LetterState.QUEUED


def test_link_to_unsubscribe_is_blanked_out_in_text_html_and_headers(post, client_for, staff):
    letter = post("sample.circular")
    (message,) = deliver_all()
    letter.refresh_from_db()
    signature = re.search(r"unsubscribe/[^/\s]*:([\w-]{43})/", message.body)[1]
    # What could leak: all three have it.
    assert [signature in each for each in (letter.text, letter.html, str(letter.headers))] == [True] * 3

    pages = [client_for(staff).get(page).text for page in pages_of(letter)]

    assert [signature in page for page in pages] == [False, False]
    assert ["/unsubscribe/••••••/" in page for page in pages] == [True, True]
    assert "List-Unsubscribe" in pages[0]


@pytest.mark.parametrize(
    "text",
    [
        "https://site.example/events/forum/registration/",
        "Time: 09:30–11:00, see https://site.example/a:b/",
        "mailto:secretariat@site.example",
        "A word:" + "x" * 44,
    ],
)
def test_what_is_not_signed_stays(text):
    assert without_signatures(text) == text


def quoted(value: str) -> str:
    """A token as some programs write it."""
    return quote(dumps(value), safe="")


@pytest.mark.parametrize("sign", [Signer(salt="x").sign, TimestampSigner(salt="x").sign, dumps, quoted])
def test_every_kind_of_signed_token_is_blanked_out(sign):
    assert without_signatures(f"See https://site.example/x/{sign('a1-2')}/, soon.") == (
        f"See https://site.example/x/{HIDDEN}/, soon."
    )
