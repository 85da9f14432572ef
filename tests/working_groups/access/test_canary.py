"""One word stands in everything that a closed group has; nobody else meets it anywhere, and who belongs does."""

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cop.notifications.models import Letter
from cop.privacy.services import exporting
from events.services.calendar_feeds import renew_feed
from tests.factories.discussion import make_answer
from tests.letters import deliver_all
from tests.working_groups.access.crawl import body_of, crawl
from tests.working_groups.access.table import LINES
from tests.working_groups.access.test_table import path_of
from tests.working_groups.access.world import SLUG, build
from working_groups.choices import Visibility
from working_groups.models import Membership, Thread
from working_groups.services import digests

pytestmark = pytest.mark.django_db

CANARY = "QXCANARYQX"
# Typed in small letters, so that what a search page says again is not what it found.
TYPED = CANARY.lower()
# These walk from page to page; the others, who stand where one of them does, open every address where walks begin.
WALKERS = ("visitor", "other", "editor")
OUTSIDERS = ("visitor", "disabled", "account", "other", "former", "banned", "editor")
# What stands beside the word in the world, each once: all of it is shown to the leaders somewhere.
TEXTS = (
    "thread", "before", "post", "poll?", "yes", "answer", "deleted", "announcement", "news", "report", "mail", "raw",
    "folder", "empty", "paper", "tag", "more", "changed", "comment", "final", "ready", "trashed", "meeting", "agenda",
    "place", "dial-in", "minutes", "action", "date poll", "hall", "two hours", "call", "wanted", "question", "reply",
    "score", "rules", "welcome",
)  # fmt: skip
STARTS = (
    "/", "/my/", "/my/calendar/", "/my/newsletter/", "/working-groups/", "/people/", "/events/", "/events/calendar.ics",
    "/news/", "/news/feed.rss", "/news/feed.atom", "/newsletter/", "/group-mail/", "/groups-overview/",
    "/library-requests/", "/group-mail/incoming/", "/profile/", "/account/", "/sitemap.xml", "/robots.txt",
    "/styleguide/", "/site.webmanifest", "/profile/organisations/?q=" + TYPED, "/people/?q=" + TYPED,
    *(f"/search/?q={TYPED}{more}" for more in ("", "+thread", "+text", "+minutes", "&kind=posts", "&kind=groups")),
)  # fmt: skip
ADMIN = (
    "/admin/", f"/admin/pages/search/?q={TYPED}", f"/admin/choose-page/search/?q={TYPED}",
    f"/admin/api/main/pages/?search={TYPED}", "/admin/reports/site-history/", "/admin/reports/site-history/?export=csv",
    "/admin/reports/aging-pages/", "/admin/images/", "/admin/documents/", f"/admin/documents/chooser/?q={TYPED}",
    "/admin/snippets/", f"/admin/tag-autocomplete/?term={TYPED}", "/admin/letters/", "/admin/users/",
)  # fmt: skip


@pytest.fixture(params=[Visibility.HIDDEN, Visibility.PRIVATE])
def world(request):
    return build(request.param, word=CANARY)


def starts_of(world, role: str) -> list[str]:
    """Where the walk of this person begins: their calendar as well, and every address of the group."""
    found = [*STARTS, *(ADMIN if role in ("editor", "secretariat") else ())]
    if (user := world.people[role]) is not None and user.is_active:
        found.append(reverse("personal_calendar", args=[renew_feed(member=user, actor=user).token]))
        found.append(f"/people/{user.profile.pk}/")
    return found + [path_of(line, world.things) for line in LINES if line.get]


def test_nobody_else_meets_the_word_anywhere(client_for, world):
    # Who belongs comes first: their visit warms no cache for others.
    inside = client_for(world.people["leader"])
    for address, _content in crawl(
        inside, ["/", "/working-groups/", f"/working-groups/{SLUG}/", "/search/?q=" + TYPED]
    ):
        assert address.startswith("/")
    known = world.group.visibility != Visibility.HIDDEN
    found = []
    for role in OUTSIDERS:
        client = client_for(world.people[role], raise_request_exception=False)
        for address, content in crawl(client, starts_of(world, role), follows=role in WALKERS):
            if CANARY.encode() in content:
                found.append((role, address))
            elif not known and SLUG.encode() in content and SLUG not in address:
                found.append((role, address, "its address"))
        for line in LINES:
            if line.post:
                body = {name: value.format(**world.things) for name, value in line.body.items()}
                if CANARY.encode() in body_of(client.post(path_of(line, world.things), body)):
                    found.append((role, "POST", line.name))
    # What a call says is for everybody who knows of the group, and so are its rules.
    of_call = {f"/working-groups/{SLUG}/{end}/" for end in ("interest", "rules")} if known else set()
    face = {f"/working-groups/{SLUG}/"} if known else set()
    assert [each for each in found if each[1] not in of_call | face and each[2:] != ("group_interest",)] == []


def test_who_belongs_meets_all_of_it(client_for, world):
    """The control: the walk of the leader who made it all, and has given a score of their own, finds every text."""
    walked = b"".join(
        content for _address, content in crawl(client_for(world.people["author"]), starts_of(world, "author"))
    ).decode(errors="replace")
    assert [text for text in TEXTS if f"{CANARY} {text}" not in walked] == []


def test_letters_and_exports_of_others_do_not_hold_the_word(world):
    outside = {world.people[role].email: role for role in OUTSIDERS if world.people[role]}
    Membership.objects.filter(group=world.group).update(rhythm="daily")
    make_answer(Thread.objects.get(pk=world.things["thread"]), world.people["author"], text=f"{CANARY} late")
    digests.write_due(now=timezone.now() + timedelta(days=2))
    sent = deliver_all()
    got = {parseaddr(address)[1] for message in sent for address in message.to if CANARY in str(message.message())}
    assert got & set(outside) == set()
    assert world.people["member"].email in got
    assert [letter.to for letter in Letter.objects.filter(to__in=outside) if CANARY in str(letter.params)] == []
    for role in ("account", "other", "former", "banned"):
        export = exporting.ask_for_export(member=world.people[role])
        assert exporting.make(export.pk) is True
        export.refresh_from_db()
        with exporting.open_file(export) as file:
            content = file.read()
        assert CANARY.encode() not in content, role


def test_hidden_and_absent_are_one(client_for):
    """Status, body and number of statements: every address of a hidden group answers as one of a group that is not."""
    world = build(Visibility.HIDDEN, word=CANARY)
    absent = "q" + SLUG[1:-1] + "z"
    different = []
    for role in ("visitor", "account", "banned"):
        client = client_for(world.people[role])
        client.get("/robots.txt")
        for line in LINES:
            if not line.of_group:
                continue
            there = path_of(line, world.things)
            answers = []
            for address in (there, there.replace(f"/{SLUG}/", f"/{absent}/")):
                for method in (client.get, client.post):
                    with CaptureQueriesContext(connection) as asked:
                        answer = method(address)
                    text = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
                    answers.append((answer.status_code, text.replace(absent, SLUG), len(asked)))
            if answers[:2] != answers[2:]:
                different.append((role, line.name, [(each[0], each[2]) for each in answers]))
            assert {each[0] for each in answers} <= {404, 405}, line.name
    assert different == []


def test_observer_reads_and_does_not_see_what_leaders_do(client_for):
    """Requests, scores, reports, deleted words, originals of mails and drafts of minutes are not an observer's."""
    world = build(Visibility.HIDDEN, word=CANARY)
    walked = b"".join(
        content for _address, content in crawl(client_for(world.people["observer"]), starts_of(world, "observer"))
    ).decode(errors="replace")
    private = ("deleted", "report", "mail", "raw", "trashed", "reply", "score", "dial-in", "note", "why")
    assert [text for text in private if f"{CANARY} {text}" in walked] == []
    assert f"{CANARY} post" in walked
