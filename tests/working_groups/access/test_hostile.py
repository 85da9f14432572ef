"""What somebody sends who means ill, by HTTP: huge numbers, control characters, too much, twice, others' things."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.working_groups.access.table import LINES
from tests.working_groups.access.test_table import Asker
from tests.working_groups.access.world import SLUG, build
from working_groups.choices import Visibility
from working_groups.models import Post, PostReport
from working_groups.urls import urlpatterns

pytestmark = pytest.mark.django_db

HUGE = ("9" * 19, "9" * 25, "9" * 300)
ODD = ("\0", "a\0b", "\u202egnp.exe", "9" * 5000, "-1", "1e9", "٣", "é" * 300, "<script>", "' OR 1=1 --", "%00", "None")

# An invitation, a version or a paper that is not there is said in words; who leads need not belong.
SAID_IN_WORDS = ("group_revoke_invitation", "restore_version", "follow_thread", "remove_meeting_paper")


@pytest.fixture
def world():
    return build(Visibility.PRIVATE)


def test_numbers_that_no_row_can_have_are_not_found(client_for, world):
    """In every place of every address, for who may do everything."""
    client, found = client_for(world.people["administrator"]), {}
    for line in LINES:
        pattern = next(each for each in urlpatterns if each.name == line.name)
        kinds = list(pattern.pattern.converters.values())
        for place, kind in enumerate(kinds):
            if type(kind).__name__ != "IntConverter":
                continue
            for huge in HUGE[1:] if place else HUGE:
                named = [each[1:] if each.startswith("=") else world.things[each] for each in line.things.split()]
                named[place] = huge
                address = reverse(line.name, args=named)
                ask = client.get if line.get else client.post
                body = {name: value.format(**world.things) for name, value in line.body.items()}
                code = ask(address, body).status_code
                if code != 404 and line.name not in SAID_IN_WORDS:
                    found[line.name, place, len(huge)] = code
    assert found == {}


QUERIES = ("page", "q", "tag", "state", "folder", "quote", "from", "a", "b", "view")


@pytest.mark.parametrize("role", ["visitor", "leader"])
def test_odd_questions_are_answered_with_a_page(client_for, role):
    world = build(Visibility.PUBLIC)
    client, found = client_for(world.people[role]), {}
    pages = ("discussion/", "discussion/{thread}/", "documents/", "documents/upload/", "documents/{document}/compare/",
             "discussion/people/{thread}/", "meetings/", "members/", "desk/", "desk/history/", "desk/invitations/",
             "discussion/mail/", "discussion/{announcement}/told/", "discussion/{thread}/arrange/")  # fmt: skip
    for page in pages:
        address = f"/working-groups/{SLUG}/{page.format(**world.things)}"
        for odd in ODD:
            code = client.get(address, {name: [odd, odd] for name in QUERIES}).status_code
            if code not in (200, 302, 403, 404):
                found[page, odd[:9]] = code
    assert found == {}


def test_odd_values_in_every_form_are_refused_in_words(client_for, world):
    """Sent where numbers, choices and short texts are expected, by who may do everything else."""
    client = client_for(world.people["leader"], raise_request_exception=True)
    names = (
        "option", "slot", "present", "number", "folder", "parent", "level", "action", "outcome", "why", "reason",
        "version", "sequence", "based_on", "key", "batch", "name", "tags", "title", "text", "what", "member", "until",
        "day", "begins", "ends", "closes", "time_zone", "rhythm", "comes", "state", "comment_until", "licence", "note",
        "split-number", "split-title", "merge-to", "move-to", "score-score", "yes-role", "no-reason", "role-role",
        "rest-reason", "invite-addresses", "link-days", "link-max_uses", "visibility", "joining", "questions",
    )  # fmt: skip
    report = PostReport.objects.get(pk=world.things["report"])
    for line in LINES:
        if not line.post or line.name in ("group_leave", "group_archive"):
            continue
        for odd in ODD[:7]:
            body = dict.fromkeys(names, odd) | {f"slot-{odd}": odd, "split": "1", "score": "1"}
            things = [each[1:] if each.startswith("=") else world.things[each] for each in line.things.split()]
            answer = client.post(reverse(line.name, args=things), body)
            assert answer.status_code in (200, 302, 400, 403, 404, 409, 429), (line.name, odd[:9])
    report.refresh_from_db()
    assert report.handled_at is None


def test_reason_of_a_moderator_with_a_nul_is_kept_without_it(client_for, world):
    client = client_for(world.people["leader"])
    address = reverse("handle_report", args=[SLUG, world.things["report"]])
    assert client.post(address, {"outcome": "deleted", "why": "un\0kind"}).status_code == 302
    post = Post.objects.get(pk=world.things["answer"])
    assert post.is_deleted
    assert "\0" not in str(vars(post))


def test_vote_with_an_endless_number_is_refused(client_for, world):
    client = client_for(world.people["member"])
    address = reverse("vote", args=[SLUG, world.things["post"]])
    assert client.post(address, {"option": ["9" * 5000]}).status_code == 403


def test_visitor_who_accepts_rules_is_led_to_the_door(client_for, world):
    address = reverse("group_rules", args=[SLUG])
    answer = client_for(None).post(address, {"version": "1"})
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?{urlencode({'next': address})}")


def test_rules_accepted_by_who_does_not_belong_are_refused(world):
    line = next(each for each in LINES if each.name == "group_rules")
    assert Asker(world, "account").ask(line, "POST") == (302, [])


def test_megabyte_and_nothing_make_no_post(client_for, world):
    client = client_for(world.people["member"])
    number = Post.objects.count()
    for text in ("", " \n\t ", "x" * 1_048_576):
        for end in ("discussion/{thread}/", "discussion/new/", "documents/{document}/"):
            address = f"/working-groups/{SLUG}/{end.format(**world.things)}"
            assert client.post(address, {"text": text, "title": "Title"}).status_code == 200
    assert Post.objects.count() == number
