"""The pages of discussions: who reaches them, what is new, where a post stands, what they cost, bad input."""

import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from cop.search.query import parse
from tests.factories.discussion import make_answer, make_long, make_thread
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import GroupRole, Rhythm, Visibility
from working_groups.models import Membership, Post, PostReport, ReadMarker, Thread
from working_groups.services.post_changes import delete_post, edit_post
from working_groups.services.reporting import report_post
from working_groups.services.threads import close_thread

pytestmark = pytest.mark.django_db

HOME = "/working-groups/one/discussion/"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def reader(group):
    return MembershipFactory(group=group, member__name="Bela Muster").member


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, member__name="Chiara Esempio", role=GroupRole.LEADER).member


def new_posts(text):
    """Numbers of the posts that are marked as new, and what the line says."""
    line = re.search(r'id="new">([^<]*), [^<,]*, \d\d:\d\d<', text)
    return [int(n) for n in re.findall(r'post--new[^"]*" id="post-(\d+)"', text)], line and line.group(1)


def permalink(post):
    return f"{HOME}posts/{post.pk}/"


# Reaching


def test_threads_are_reached_through_their_own_group_only(group, author, client_for):
    elsewhere = make_thread(title="Elsewhere")
    MembershipFactory(group=elsewhere.group, member=author)
    other = elsewhere.group.page.slug
    post = elsewhere.posts.get()
    client = client_for(author)

    assert client.get(f"/working-groups/{other}/discussion/{elsewhere.pk}/").status_code == 200
    for address in (
        f"{HOME}{elsewhere.pk}/",
        f"{HOME}{10**30}/",
        f"{HOME}posts/{post.pk}/",
        f"{HOME}posts/{post.pk}/edit/",
        f"{HOME}posts/{post.pk}/delete/",
        f"{HOME}posts/{post.pk}/history/",
        f"{HOME}posts/{post.pk}/report/",
        f"{HOME}posts/{10**30}/edit/",
        f"{HOME}people/{elsewhere.pk}/?q=sample",
    ):
        assert client.get(address).status_code == 404, address
    for address in (f"{HOME}{elsewhere.pk}/", f"{HOME}{elsewhere.pk}/follow/", f"{HOME}posts/{post.pk}/vote/",
                    f"{HOME}posts/{post.pk}/answer/"):  # fmt: skip
        assert client.post(address, {"text": "X", "key": uuid.uuid4()}).status_code == 404, address
    assert Post.objects.count() == 1


def test_reports_of_another_group_are_not_handled_here(group, leader, client_for):
    elsewhere = make_thread()
    report = report_post(post=elsewhere.posts.get(), reporter=elsewhere.author, reason="X")
    client = client_for(leader)
    assert client.post(f"{HOME}reports/{report.pk}/", {"outcome": "kept"}).status_code == 404
    assert "Nothing waits" in client.get(f"{HOME}reports/").text


def test_public_group_is_read_by_visitors_who_are_asked_to_sign_in_to_write(group, author, client):
    thread = make_thread(group, author, title="Open question")
    assert client.get(HOME).status_code == 302
    group.visibility = Visibility.PUBLIC
    group.save()

    assert "Open question" in client.get(HOME).text
    text = client.get(f"{HOME}{thread.pk}/").text
    assert "Sign in to take part" in text
    assert "post--new" not in text
    assert "csrfmiddlewaretoken" not in text
    for address in (f"{HOME}new/", f"{HOME}posts/{thread.posts.get().pk}/report/"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/"), address
    assert client.post(f"{HOME}{thread.pk}/", {"text": "X"}).headers["Location"].startswith("/accounts/login/")
    assert not ReadMarker.objects.exclude(member=author).exists()


def test_observer_reads_and_reports_but_finds_no_composer(group, author, client_for):
    thread = make_thread(group, author)
    client = client_for(MembershipFactory(group=group, role=GroupRole.OBSERVER).member)
    text = client.get(f"{HOME}{thread.pk}/").text
    assert "Members of the group answer here." in text
    assert "data-composer" not in text
    assert client.post(f"{HOME}{thread.pk}/", {"text": "X", "key": uuid.uuid4()}).status_code == 403
    assert client.get(f"{HOME}new/").status_code == 403
    assert client.get(f"{HOME}people/0/?q=sample").status_code == 403
    assert client.get(f"{HOME}reports/").status_code == 403
    assert client.get(f"{HOME}posts/{thread.posts.get().pk}/report/").status_code == 200


def test_answer_to_what_was_closed_meanwhile_is_refused_and_shown_to_take_along(group, author, leader, client_for):
    thread = make_thread(group, author)
    close_thread(thread=thread, actor=leader, is_closed=True)
    answer = client_for(author).post(f"{HOME}{thread.pk}/", {"text": "A <long> answer"})
    assert (answer.status_code, "A &lt;long&gt; answer</textarea>" in answer.text) == (403, True)


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/working-groups/one/discussion/?page=2", "/working-groups/one/discussion/?page=2"),
        ("http://evil.example/working-groups/one/", None),
        ("http://testserver/accounts/logout/", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_form_after_the_session_has_ended_leads_back_to_its_page(group, author, client_for, came_from, back):
    address = f"{HOME}{make_thread(group, author).pk}/follow/"
    answer = client_for(None).post(address, headers={"Referer": came_from})
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [back or address]}


def test_closed_archived_and_rules_say_why_there_is_no_composer(group, author, leader, client_for):
    thread = make_thread(group, author)
    client = client_for(author)
    close_thread(thread=thread, actor=leader, is_closed=True)
    assert "This discussion is closed" in client.get(f"{HOME}{thread.pk}/").text
    close_thread(thread=thread, actor=leader, is_closed=False)
    group.rules, group.rules_version = "Be kind.", 1
    group.save()
    assert "Read the rules first" in client.get(f"{HOME}{thread.pk}/").text
    assert "Read the rules first" in client.get(HOME).text
    group.rules_version, group.archived_at = 0, timezone.now()
    group.save()
    text = client.get(f"{HOME}{thread.pk}/").text
    assert "This group is archived" in text
    assert "data-composer" not in text


# What is new


def test_visit_shows_what_came_since_the_last_one(group, author, reader, client_for):
    thread = make_thread(group, author)
    client = client_for(reader)
    assert re.findall("New</span>|unread", client.get(HOME).text) == ["New</span>"]
    assert new_posts(client.get(f"{HOME}{thread.pk}/").text) == ([1], None)
    assert new_posts(client.get(f"{HOME}{thread.pk}/").text) == ([], None)
    make_answer(thread, author)
    make_answer(thread, author)

    text = client.get(HOME).text
    assert "2 unread" in text
    assert f'href="{HOME}{thread.pk}/#new"' in text
    assert new_posts(client.get(f"{HOME}{thread.pk}/").text) == ([2, 3], "2 new posts since your visit")
    assert "unread" not in client.get(HOME).text
    # One's own post is not new.
    client.post(f"{HOME}{thread.pk}/", {"text": "Mine", "key": uuid.uuid4()})
    assert new_posts(client.get(f"{HOME}{thread.pk}/").text) == ([], None)


def test_looking_ahead_reads_nothing(group, author, reader, client_for):
    thread = make_thread(group, author)
    client = client_for(reader)
    client.head(f"{HOME}{thread.pk}/")
    client.get(f"{HOME}{thread.pk}/", headers={"Sec-Purpose": "prefetch"})
    assert not ReadMarker.objects.filter(member=reader).exists()


def test_list_leads_to_the_page_of_the_first_unread_post(group, author, reader, client_for):
    thread = make_long(make_thread(group, author), 60)
    ReadMarker.objects.create(member=reader, thread=thread, number=30, read_at=timezone.now())
    client = client_for(reader)

    text = client.get(HOME).text
    assert "30 unread" in text
    assert f'href="{HOME}{thread.pk}/?page=2#new"' in text
    page = client.get(f"{HOME}{thread.pk}/?page=2").text
    assert [int(n) for n in re.findall(r'id="post-(\d+)"', page)] == list(range(26, 51))
    assert new_posts(page)[0] == list(range(31, 51))
    assert ReadMarker.objects.get(member=reader).number == 50


@pytest.mark.parametrize(("number", "page"), [(1, ""), (25, ""), (26, "?page=2"), (50, "?page=2"), (51, "?page=3")])
def test_permalink_finds_the_page_of_its_post(group, author, client_for, number, page):
    thread = make_long(make_thread(group, author), 60)
    post = Post.objects.get(thread=thread, number=number)
    answer = client_for(author).get(permalink(post))
    assert answer.headers["Location"] == f"{HOME}{thread.pk}/{page}#post-{number}"
    assert f'id="post-{number}"' in client_for(author).get(answer.headers["Location"]).text


@pytest.mark.parametrize("page", ["0", "-1", "x", "4", "9" * 40, ""])
def test_odd_pages_show_an_existing_one(group, author, client_for, page):
    thread = make_long(make_thread(group, author), 60)
    client = client_for(author)
    assert client.get(f"{HOME}{thread.pk}/?page={page}").status_code == 200
    assert client.get(f"{HOME}?page={page}").status_code == 200


# Writing


def test_preview_shows_the_post_and_who_will_be_told_and_keeps_nothing(group, author, client_for):
    MembershipFactory(group=group, rhythm=Rhythm.DAILY)
    MembershipFactory(group=group, rhythm=Rhythm.MENTIONS, member__name="Dag Prøve")
    thread = make_thread(group, author)
    key = str(uuid.uuid4())
    form = {"text": "**Bold** @Dag Prøve <b>", "key": key, "preview": "yes"}

    text = client_for(author).post(f"{HOME}{thread.pk}/", form).text

    assert '<strong>Bold</strong> <span class="mention">@Dag Prøve</span> &lt;b&gt;' in text
    assert "1 member now by mail, 1 in tonight’s digest." in text
    assert f'value="{key}"' in text
    assert "**Bold** @Dag Prøve &lt;b&gt;</textarea>" in text
    assert Post.objects.count() == 1


def test_quoting_begins_the_answer_with_the_words_of_the_other(group, author, reader, client_for):
    thread = make_thread(group, author, text="> earlier\n\nFirst line\nSecond line")
    post = thread.posts.get()
    text = client_for(reader).get(f"{HOME}{thread.pk}/?quote=1").text
    quoted = f"&gt; **Ana Sample** ([↑]({permalink(post)})):\n&gt; First line\n&gt; Second line\n\n</textarea>"
    assert quoted in text
    delete_post(post=post, actor=author)
    for number in ("1", "2", "-1", "x", "9" * 30, "²"):
        assert "&gt; **" not in client_for(reader).get(f"{HOME}{thread.pk}/", {"quote": number}).text


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_001, "x" * 1_000_000, "a\0b"])
def test_bad_text_is_said_beside_the_field_and_kept(group, author, client_for, text):
    thread = make_thread(group, author)
    client = client_for(author)
    for address in (f"{HOME}{thread.pk}/", f"{HOME}new/", f"{HOME}posts/{thread.posts.get().pk}/edit/"):
        answer = client.post(address, {"title": "T", "text": text, "version": 0, "key": str(uuid.uuid4())})
        assert answer.status_code == 200
        assert "Error:" in answer.text
    assert Post.objects.count() == 1


@pytest.mark.parametrize("title", ["", " ", "x" * 151, "a\u202eb", "a\0b", "\u200b\u2060"])
def test_bad_titles_are_refused(group, author, client_for, title):
    answer = client_for(author).post(f"{HOME}new/", {"title": title, "text": "Text", "key": str(uuid.uuid4())})
    assert "Error:" in answer.text
    assert not Thread.objects.exists()


def test_scripts_in_every_field_are_shown_as_text(group, author, leader, client_for):
    evil = "<script>alert(1)</script>"
    author.name = evil
    author.save()
    client = client_for(author)
    form = {"title": evil, "text": evil, "poll_question": evil, "poll_options": f"{evil}\n{evil}2", "poll_named": "on"}
    client.post(f"{HOME}new/", form | {"key": str(uuid.uuid4())})
    thread = Thread.objects.get()
    post = thread.posts.get()
    edit_post(post=post, editor=author, text=f"{evil} changed @{evil}", version=0)
    report_post(post=post, reporter=leader, reason=evil)
    client_for(leader).post(f"{HOME}posts/{post.pk}/vote/", {"option": [post.poll.options.first().pk]})
    client = client_for(leader)
    pages = ["", f"{thread.pk}/", f"{thread.pk}/?quote=1", "reports/", "people/0/?q=script"]
    pages += [f"posts/{post.pk}/{part}/" for part in ("history", "edit", "delete")]
    for page in pages:
        text = client.get(HOME + page).text
        assert evil not in text, page
        assert "alert(1)" in text, page
    assert evil not in client.get("/search/?q=alert").text


def test_forged_key_and_missing_key_make_a_post_all_the_same(group, author, client_for):
    thread = make_thread(group, author)
    for key in ({}, {"key": ""}):
        assert client_for(author).post(f"{HOME}{thread.pk}/", {"text": "X"} | key).status_code == 302
    assert client_for(author).post(f"{HOME}{thread.pk}/", {"text": "X", "key": "forged"}).status_code == 200
    assert Post.objects.count() == 3


def test_double_submit_makes_one_post(group, author, client_for):
    thread = make_thread(group, author)
    form = {"text": "Once", "key": str(uuid.uuid4())}
    answers = {client_for(author).post(f"{HOME}{thread.pk}/", form).headers["Location"] for _ in range(2)}
    assert answers == {f"{HOME}{thread.pk}/#post-2"}
    assert Post.objects.count() == 2


def test_composer_of_a_new_thread_names_ones_own_newest_post_so_that_its_draft_goes(group, author, reader, client_for):
    thread = make_thread(group=group, author=author)
    make_answer(thread, reader)
    newest = str(thread.posts.get(author=author).key)

    assert f'data-own-key="{newest}"' in client_for(author).get(f"{HOME}new/").content.decode()
    assert f'data-own-key="{newest}"' not in client_for(reader).get(f"{HOME}new/").content.decode()


def test_edit_that_comes_too_late_shows_the_others_words_and_keeps_ones_own(group, author, leader, client_for):
    post = make_thread(group, author, text="Before").posts.get()
    edit_post(post=post, editor=leader, text="Leader wrote", version=0)
    form = {"title": "Which indicators?", "text": "Author wrote", "version": 0}
    text = client_for(author).post(f"{HOME}posts/{post.pk}/edit/", form).text
    assert "Somebody has changed this post meanwhile" in text
    assert "<p>Leader wrote</p>" in text
    assert "Author wrote</textarea>" in text
    assert 'name="version" value="1"' in text


def test_history_shows_what_went_and_what_came(group, author, reader, client_for):
    post = make_thread(group, author, text="One two three").posts.get()
    edit_post(post=post, editor=author, text="One four three", version=0)
    assert "<del>two</del><ins>four</ins>" in client_for(reader).get(f"{HOME}posts/{post.pk}/history/").text
    delete_post(post=post, actor=author)
    assert client_for(reader).get(f"{HOME}posts/{post.pk}/history/").status_code == 404


def test_deleted_words_are_gone_for_readers_and_stay_for_moderators(group, author, reader, leader, client_for):
    thread = make_thread(group, author, text="Canary words")
    delete_post(post=thread.posts.get(), actor=leader, why="Not here")
    text = client_for(reader).get(f"{HOME}{thread.pk}/").text
    assert "Deleted by a moderator" in text
    assert "Reason: Not here" in text
    for address in (f"{HOME}{thread.pk}/", f"{HOME}?q=canary", "/search/?q=canary"):
        assert "Canary words" not in client_for(reader).get(address).text
    assert "Canary words" in client_for(leader).get(f"{HOME}posts/{thread.posts.get().pk}/history/").text


def test_moderators_see_reports_and_answer_them(group, author, reader, leader, client_for):
    post = make_thread(group, author).posts.get()
    client_for(reader).post(f"{HOME}posts/{post.pk}/report/", {"reason": "Rude"})
    assert PostReport.objects.values_list("reporter", "reason").get() == (reader.pk, "Rude")
    client = client_for(leader)
    assert "1 report" in client.get(HOME).text
    assert "Rude" in client.get(f"{HOME}reports/").text
    client.post(f"{HOME}reports/{PostReport.objects.get().pk}/", {"outcome": "kept"})
    assert "Nothing waits" in client.get(f"{HOME}reports/").text
    assert not Post.objects.get().is_deleted


def test_suggestions_hold_names_of_the_group_only(group, author, reader, client_for):
    MembershipFactory(member__name="Bela Outsider")
    text = client_for(author).get(f"{HOME}people/0/?q=bela").text
    assert re.findall('value="([^"]*)"', text) == ["Bela Muster"]
    assert client_for(author).get(f"{HOME}people/0/?q=b").text.strip() == ""


# Searching


def test_search_in_the_group_finds_titles_and_posts_with_all_words(group, author, client_for):
    make_thread(group, author, title="Vouchers", text="For small firms")
    make_thread(group, author, title="Clusters", text="For large firms")
    client = client_for(author)
    assert re.findall(r'class="open"[^>]*>([^<]*)<', client.get(f"{HOME}?q=vouchers+firms").text) == ["Vouchers"]
    assert "2 discussions with “firms”" in client.get(f"{HOME}?q=firms").text
    assert "Nothing found" in client.get(f"{HOME}?q=vouchers+large").text
    assert client.get(f"{HOME}?q=%00%25_").status_code == 200


@pytest.mark.parametrize("visibility", Visibility)
def test_canary_of_a_group_is_found_by_its_readers_only(visibility, client_for, client, member, staff):
    group = WorkingGroupFactory(page__slug="one", page__title="Circle", visibility=visibility)
    insider = MembershipFactory(group=group).member
    former = MembershipFactory(group=group, state="left").member
    thread = make_thread(group, insider, title="Canary title", text="Canary text", poll=None)
    post = thread.posts.get()
    addresses = ["/", "/working-groups/", "/working-groups/one/", "/search/?q=canary", "/my/", "/people/"]
    addresses += ["/sitemap.xml", "/news/feed.rss", "/news/feed.atom", "/events/calendar.ics"]
    addresses += [HOME, f"{HOME}?q=canary", f"{HOME}{thread.pk}/", f"{HOME}people/{thread.pk}/?q=canary"]
    addresses += [f"{permalink(post)}{part}" for part in ("", "history/", "report/", "edit/")]
    readers = {
        Visibility.PUBLIC: ["visitor", "member", "former", "insider", "staff"],
        Visibility.COMMUNITY: ["member", "former", "insider", "staff"],
    }.get(visibility, ["insider", "staff"])
    people = {"visitor": client, "member": client_for(member), "former": client_for(former)}
    people |= {"insider": client_for(insider), "staff": client_for(staff)}

    found = {
        name
        for name, person in people.items()
        for address in addresses
        if "Canary t" in (text := person.get(address, follow=True).text) or "<mark>Canary</mark> t" in text
    }
    assert sorted(found) == sorted(readers)
    # A hidden group answers as one that is not there.
    if visibility == Visibility.HIDDEN:
        for person in (people["visitor"], people["member"], people["former"]):
            for address in (HOME, f"{HOME}{thread.pk}/", permalink(post), f"{HOME}reports/", f"{HOME}new/"):
                assert person.get(address).status_code == 404, address


# What they cost


def budget(client, django_assert_num_queries, address, number):
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_list_costs_the_same_with_one_and_three_threads(group, author, reader, client_for, django_assert_num_queries):
    client = client_for(reader)
    make_thread(group, author)
    for _ in range(2):
        # session, account, group with membership, the account's and its roles' rights, count, threads
        budget(client, django_assert_num_queries, HOME, 7)
        make_thread(group)
        make_thread(group)


@pytest.mark.parametrize("posts", [1, 3, 500])
def test_thread_costs_the_same_however_long(group, author, reader, client_for, django_assert_num_queries, posts):
    thread = make_long(make_thread(group, author), posts)
    client = client_for(reader)
    # session, account, group with membership, rights (2), thread with marker and follow, posts with authors,
    # who will be told; the first visit moves the marker (update, insert), and counts the reader of a new month:
    # savepoint, membership, row of the month (update, insert, update), end of the savepoint
    budget(client, django_assert_num_queries, f"{HOME}{thread.pk}/", 16)
    budget(client, django_assert_num_queries, f"{HOME}{thread.pk}/", 8)
    last = (posts - 1) // 25 + 1
    if last > 1:
        budget(client, django_assert_num_queries, f"{HOME}{thread.pk}/?page={last}", 9)  # the marker moves


def test_visitor_of_a_public_group_costs_three_statements(group, author, client, django_assert_num_queries):
    group.visibility = Visibility.PUBLIC
    group.save()
    thread = make_long(make_thread(group, author), 30)
    # group, thread, posts
    budget(client, django_assert_num_queries, f"{HOME}{thread.pk}/", 3)


def test_site_search_asks_for_groups_and_posts_in_one_statement_each(group, author, django_assert_num_queries, member):
    from working_groups.search import find_posts

    make_thread(group, author)
    group.visibility = Visibility.COMMUNITY
    group.save()
    member.has_perm("none")
    with django_assert_num_queries(2):
        assert [trace.title for trace in find_posts(parse("follow indicators"), member, 10)] == ["Which indicators?"]


def test_who_leaves_is_out_with_the_next_request(group, author, reader, client_for):
    thread = make_thread(group, author)
    client = client_for(reader)
    assert client.get(f"{HOME}{thread.pk}/").status_code == 200
    Membership.objects.filter(member=reader).update(state="removed", ended_at=timezone.now())
    assert client.get(f"{HOME}{thread.pk}/").status_code == 403
    assert client.post(f"{HOME}{thread.pk}/", {"text": "X", "key": uuid.uuid4()}).status_code == 403
