"""Words in files of the library are known to “did you mean” as long as everybody may read them."""

import pytest
from django.core.management import call_command

from cop.search.models import CountedText, PublicWord
from cop.search.services import public_words
from cop.search.services.public_words import mend_counted
from resources.services.files import remove_file
from resources.services.reading import read
from resources.services.withdrawing import withdraw
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourcePageFactory, make_file, make_version, publisher

pytestmark = pytest.mark.django_db
CANARY = "zyxwvutopia"


def number(word: str) -> int | None:
    return PublicWord.objects.filter(word=word).values_list("number", flat=True).first()


def asked(client, query: str, path="/search/", **more) -> str:
    response = client.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.text


@pytest.fixture
def file(home):
    """A file of a public resource, and its words counted; a page shares one of them."""
    StandardPageFactory(title="Ordinary things", parent=home)
    resource = ResourcePageFactory(title="Annual report", slug="report", topics=["Energy"])
    made = make_file(resource, content=f"{CANARY} ordinary ordinary\n".encode(), reads=True)
    call_command("update_index", verbosity=0)
    public_words.rebuild()
    return made


def test_mistyped_word_of_a_file_is_mended(file, client):
    assert (number(CANARY), number("ordinary")) == (1, 2)
    assert f">{CANARY}</a>?" in asked(client, "zyxwvutopa")


def test_file_that_is_read_later_comes_with_the_next_run_and_counts_once(file):
    other = make_file(ResourcePageFactory(), content=b"harbours ordinary")
    assert (mend_counted(), number("harbours")) == (0, None)
    read(other.current_id)

    assert (mend_counted(), mend_counted()) == (1, 0)
    assert (number("harbours"), number("ordinary")) == (1, 3)
    public_words.rebuild()
    assert (number("harbours"), number("ordinary")) == (1, 3)


def test_replaced_file_brings_new_words_and_takes_the_old_ones_along(file):
    version = make_version(file, content=b"harbours ordinary")
    # Until it has been read, nothing of the file is known: the old version is no longer what one gets.
    assert (mend_counted(), number(CANARY), number("ordinary")) == (1, None, 1)
    read(version.pk)

    assert (mend_counted(), number("harbours"), number("ordinary")) == (1, 1, 2)


@pytest.mark.parametrize("way", ["remove", "delete", "unpublish", "restrict", "restrict above", "withdraw"])
def test_words_go_with_the_file_whatever_way_it_goes(file, client, way):
    resource = file.resource
    if way == "remove":
        remove_file(file=file, actor=publisher())
    elif way == "delete":
        resource.delete()
    elif way == "unpublish":
        resource.unpublish()
    elif way == "withdraw":
        withdraw(resource=resource, actor=publisher(), reason="Wrong numbers.")
    else:
        restrict(resource.get_parent() if way == "restrict above" else resource)

    # At once, before the clock comes: nothing that is not found is offered.
    assert "Did you mean" not in asked(client, "zyxwvutopa")
    assert PublicWord.objects.filter(word=CANARY).exists()
    assert mend_counted() == 1
    assert (number(CANARY), number("ordinary")) == (None, 1)
    assert not CountedText.objects.filter(is_counted=True).exists()
    assert bytes(CountedText.objects.get().words) == b""


def test_words_of_files_that_not_everybody_may_read_never_come(home, client, client_for, staff):
    guarded = ResourcePageFactory()
    restrict(guarded)
    draft = ResourcePageFactory(live=False)
    for resource in (guarded, draft):
        make_file(resource, content=CANARY.encode(), reads=True)
    replaced = make_file(ResourcePageFactory(), content=CANARY.encode(), reads=True)
    read(make_version(replaced, content=b"harbours").pk)
    public_words.rebuild()

    assert (number("harbours"), number(CANARY)) == (1, None)
    assert CountedText.objects.count() == 1
    for each in (client, client_for(staff)):
        for path in ("/search/", "/library/"):
            assert "Did you mean" not in asked(each, "zyxwvutopa", path)


def test_shown_again_it_counts_again_and_keeps_the_moment_at_which_it_came(file):
    moment = CountedText.objects.get().counted_at
    restriction = restrict(file.resource)
    mend_counted()
    restriction.delete()

    assert (mend_counted(), number(CANARY)) == (1, 1)
    assert CountedText.objects.get().counted_at == moment


def test_comparing_costs_three_statements_whatever_the_number(file, django_assert_num_queries):
    # What is public, what was counted, what is long gone (with a savepoint of its own).
    with django_assert_num_queries(3):
        assert mend_counted() == 0
    for _ in range(3):
        make_file(ResourcePageFactory(), content=b"harbours", reads=True)
    mend_counted()
    with django_assert_num_queries(3):
        assert mend_counted() == 0
