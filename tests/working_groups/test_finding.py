"""What search knows of posts and documents: kept with each change, mended where it drifted, and what it finds first."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cop.search.indexes import mend_all
from cop.search.query import parse
from cop.search.row_index import scope_key, scoped
from tests.factories.discussion import make_answer, make_thread
from tests.factories.documents import deck, make_document, make_version, read_all
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.choices import GroupRole, Visibility
from working_groups.models import Document, DocumentText, DocumentWords, Post, PostWords, Thread
from working_groups.search import find_documents, find_posts
from working_groups.selectors.discussion_finding import posts_with, threads_with
from working_groups.selectors.document_finding import hits, texts_with
from working_groups.services.arranging import merge_threads, move_thread, split_thread
from working_groups.services.document_changes import change_document, trash_document, untrash_document
from working_groups.services.post_changes import delete_post, edit_post, restore_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(visibility=Visibility.PUBLIC)


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, role=GroupRole.LEADER).member


def numbers(query, group):
    return [post.number for post in posts_with(parse(query), [group.pk], 50)]


def found(query, group):
    return [thread.title for thread in threads_with(parse(query), group)]


# What is found, and in which order


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("voucher", True),  # the beginning of a word
        ("VOUCHERS", True),
        ("strategie", True),  # without its accent
        ("stratégie régionale", True),
        ('"small firms"', True),
        ('"firms small"', False),
        ('"small fir"', False),  # a phrase is of whole words
        ("small -large", True),
        ("small -firms", False),
        ('small -"small firms"', False),
        ('small -"firms small" -large', True),
        ("ouchers", False),
        ("fi", True),  # the last word may not be finished
        ("fi small", False),
        ("vouchers missing", False),
        ("日本", True),
        ("本日", False),
        ("*", False),
        ("-large", False),
    ],
)
def test_query_finds_posts(group, query, expected):
    make_thread(group, title="Vouchers", text="For small firms: une Stratégie Régionale, 東京日本語")

    assert numbers(query, group) == ([1] if expected else [])
    assert found(query, group) == (["Vouchers"] if expected else [])


def test_exact_title_comes_first_then_titles_then_the_newest(group, leader):
    make_thread(group, leader, title="Monitoring", text="One")
    make_thread(group, leader, title="Monitoring of clusters", text="Two")
    make_thread(group, leader, title="Older", text="About monitoring")
    make_thread(group, leader, title="Newer", text="About monitoring")
    expected = ["Monitoring", "Monitoring of clusters", "Newer", "Older"]

    assert found("monitoring", group) == expected
    assert [hit.title for hit in find_posts(parse("monitoring"), leader, 50)] == expected


def test_words_of_the_title_and_of_an_answer_are_found_together(group, leader):
    thread = make_thread(group, leader, title="Vouchers", text="For whom?")
    make_answer(thread, leader, text="For farmers")

    assert numbers("vouchers farmers", group) == [2]
    assert numbers("vouchers", group) == [1, 2]
    assert len(find_posts(parse("vouchers"), leader, 50)) == 1


def test_exact_name_of_a_document_comes_first_and_pages_are_named(group, leader):
    one = make_document(group, leader, name="Other.pptx", content=deck("Nothing", "Quartz findings", "More quartz"))
    two = make_document(group, leader, name="quartz.txt", content=b"Stone")
    read_all(one, two)

    assert [(hit.version.document.name, hit.number) for hit in hits(parse("quartz"), group)] == [
        ("quartz.txt", 0),
        ("Other.pptx", 2),
    ]
    assert [hit.title for hit in find_documents(parse("quartz"), leader, 50)] == ["quartz.txt", "Other.pptx"]


def test_notes_of_speakers_are_not_known(group, leader):
    document = make_document(group, leader, name="Deck.pptx", content=deck("Quartz", notes="secretnotes"))
    read_all(document)

    assert DocumentWords.objects.filter(text__contains="quartz").count() == 1
    assert DocumentWords.objects.filter(text__contains="secretnotes").count() == 0


# Kept with each change


def test_new_words_of_a_post_replace_the_old(group, leader):
    post = make_thread(group, leader, text="First words").posts.get()

    edit_post(post=post, editor=leader, text="Second thoughts", version=0, title="Another title")

    assert (numbers("first", group), numbers("second", group), numbers("another title", group)) == ([], [1], [1])


def test_renamed_thread_is_known_with_all_its_answers(group, leader):
    thread = make_thread(group, leader, title="Old name")
    make_answer(thread, leader)

    edit_post(post=thread.posts.get(number=1), editor=leader, text="Which?", version=0, title="Fresh name")

    assert (numbers("fresh", group), numbers("old", group)) == ([1, 2], [])


def test_deleted_post_is_unknown_at_once_and_known_again_when_restored(group, leader):
    post = make_answer(make_thread(group, leader), leader, text="Canary")

    delete_post(post=post, actor=leader)
    assert (numbers("canary", group), PostWords.objects.filter(text__contains="canary").count()) == ([], 0)
    restore_post(post=post, actor=leader)
    assert numbers("canary", group) == [2]


def test_moved_thread_is_known_where_it_is(group, leader):
    there = MembershipFactory(member=leader, role=GroupRole.LEADER).group
    thread = make_thread(group, leader, text="Canary")

    move_thread(thread=thread, actor=leader, to_group_id=there.pk)

    assert (numbers("canary", group), numbers("canary", there)) == ([], [1])


def test_split_and_merged_threads_are_known_by_their_titles(group, leader):
    thread = make_thread(group, leader, title="Whole", text="One")
    second = make_answer(thread, leader, text="Two")
    new = split_thread(post=second, actor=leader, title="Part")
    assert (found("part", group), found("two whole", group)) == (["Part"], [])

    merge_threads(thread=new, into=Thread.objects.get(pk=thread.pk), actor=leader)
    assert (found("part", group), found("two whole", group)) == ([], ["Whole"])
    assert numbers("whole", group) == [1, 2]


def test_trashed_document_is_unknown_at_once_and_known_again(group, leader):
    document = make_document(group, leader, name="notes.txt", content=b"Canary")
    read_all(document)

    trash_document(document=document, actor=leader)
    assert (DocumentWords.objects.count(), hits(parse("canary"), group)) == (0, [])
    untrash_document(document=document, actor=leader)
    assert [hit.number for hit in hits(parse("canary"), group)] == [1]


def test_renamed_document_and_its_new_version_are_known(group, leader):
    document = make_document(group, leader, name="notes.txt", content=b"Canary")
    read_all(document)
    change_document(document=document, actor=leader, name="Fresh.txt", folder_id=None, tags=[])
    assert len(hits(parse("fresh"), group)) == 1

    make_version(Document.objects.get(pk=document.pk), leader, content=b"Sparrow", based_on=1)
    read_all(document)
    assert (hits(parse("canary"), group), len(hits(parse("sparrow"), group))) == ([], 1)


def test_change_that_is_rolled_back_is_unknown(group, leader):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_thread(group, leader, text="Canary")
        raise RuntimeError

    assert PostWords.objects.count() == 0


# Whose they are


@pytest.mark.parametrize("visibility", Visibility)
def test_words_are_found_by_readers_only_even_where_the_index_is_behind(visibility, member):
    group = WorkingGroupFactory(visibility=visibility)
    author = MembershipFactory(group=group).member
    thread = make_thread(group, author, text="Canary")
    elsewhere = WorkingGroupFactory(visibility=Visibility.PUBLIC)
    # As if a move had been written into the index and never into the row.
    PostWords.objects.filter(post__thread=thread).update(scope=elsewhere.pk, text=scoped(elsewhere.pk, "Canary"))

    for who in (AnonymousUser(), member):
        expected = int(visibility == Visibility.PUBLIC or (visibility == Visibility.COMMUNITY and who == member))
        assert len(find_posts(parse("canary"), who, 10)) == expected


def test_two_groups_have_no_word_of_the_index_in_common():
    one, two = (set(scoped(scope, "Smart specialisation 12").split()) for scope in (1, 12))

    assert one & two == set()
    assert not any(a.startswith(scope_key(1)) for a in two)


def test_scope_of_a_word_cannot_be_typed(group, leader):
    make_thread(group, leader, text="Canary")
    other = WorkingGroupFactory()

    assert posts_with(parse(f"{scope_key(group.pk)}canary"), [other.pk], 10).count() == 0
    assert posts_with(parse("canary"), [], 10).count() == 0


# Mended


def test_nothing_is_mended_where_all_is_true(group, leader):
    make_answer(make_thread(group, leader, title="Żółć ª", text="Zażółć\n gęślą"), leader)
    read_all(make_document(group, leader, content=b"Canary"))

    assert mend_all(thorough=True) == {"posts": 0, "documents": 0, "library files": 0}
    assert mend_all(thorough=False) == {"posts": 0, "documents": 0, "library files": 0}


@pytest.mark.parametrize("thorough", [False, True])
def test_what_was_left_out_is_mended(group, leader, thorough):
    thread = make_thread(group, leader, text="Canary")
    document = make_document(group, leader, content=b"Canary")
    read_all(document)
    PostWords.objects.all().delete()
    DocumentWords.objects.all().delete()

    assert mend_all(thorough=thorough) == {"posts": 1, "documents": 2, "library files": 0}
    assert (found("canary", group), len(hits(parse("canary"), group))) == ([thread.title], 1)


@pytest.mark.parametrize("thorough", [False, True])
def test_what_should_be_gone_is_taken_out(group, leader, thorough):
    make_thread(group, leader, text="Canary")
    read_all(make_document(group, leader, content=b"Canary"))
    Post.objects.update(deleted_at=timezone.now())
    Document.objects.update(trashed_at=timezone.now())

    assert mend_all(thorough=thorough) == {"posts": 1, "documents": 2, "library files": 0}
    assert (PostWords.objects.count(), DocumentWords.objects.count()) == (0, 0)


def test_words_that_differ_are_mended_by_the_command(group, leader):
    make_thread(group, leader, text="Canary")
    read_all(make_document(group, leader, content=b"Canary"))
    Post.objects.update(text="Sparrow")
    DocumentText.objects.filter(number=1).update(text="Sparrow")
    out = StringIO()

    call_command("mend_search_index", stdout=out)

    assert out.getvalue() == "posts: 1 mended\ndocuments: 1 mended\nlibrary files: 0 mended\n"
    assert (found("canary", group), found("sparrow", group) != []) == ([], True)
    assert (len(hits(parse("canary"), group)), len(hits(parse("sparrow"), group))) == (0, 1)


def test_long_text_is_known_by_its_beginning(group, leader):
    thread = make_thread(group, leader)
    Post.objects.filter(thread=thread).update(text="begin " + "wörd " * 40_000 + "finish")

    with nullcontext():
        mend_all(thorough=True)

    assert (numbers("begin", group), numbers("finish", group)) == ([1], [])


def test_found_texts_are_bounded(group, leader):
    thread = make_thread(group, leader, text="Canary")
    for _number in range(4):
        make_answer(thread, leader, text="Canary")

    assert len(posts_with(parse("canary"), [group.pk], 3)) == 3
    assert texts_with(parse("canary"), [group.pk], 3).count() == 0
