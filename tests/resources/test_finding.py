"""Words in files: found in the library and on the site, with the slide; for whom; how the index stays true."""

import re

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from cop.search.indexes import mend_all
from cop.search.selectors import finding
from cop.taxonomy.models import Region
from resources.models import FileWords, ResourceAuthor, ResourcePage, ResourceRegion
from resources.services.files import remove_file
from tests.factories.documents import deck, sheet
from tests.factories.members import UserFactory
from tests.factories.pages import restrict
from tests.factories.resources import ResourcePageFactory, make_file, make_version, publisher

pytestmark = pytest.mark.django_db
CANARY = "zyxwvut"


@pytest.fixture(scope="module")
def slides():
    """Made once."""
    return deck("Roadmaps", "Nine actions", "Three indicators", f"When a furnace closes, {CANARY}", notes="hush-hush")


@pytest.fixture
def file(slides):
    resource = ResourcePageFactory(slug="it", title="Steel towns", summary="A pact for ten years.")
    return make_file(resource, content=slides, name="a.pptx", reads=True)


def hits(client, query: str) -> list[tuple[str, str]]:
    """Address and place of each hit among the files of the library on the search page."""
    part = client.get("/search/", {"q": query}).text.partition('id="kind-library-files"')[2].partition("</section>")[0]
    return re.findall(r'class="open" href="([^"]+)".*?<p class="meta"><strong>([^<]*)</strong>', part, re.DOTALL)


def listed(client, query: str) -> list[tuple[str, str]]:
    """Title and place of each row of the library."""
    rows = client.get("/library/", {"q": query}).context["rows"]
    return [(re.sub("<[^>]+>", "", row.title), row.place) for row in rows]


def test_word_on_a_slide_is_found_on_the_site_with_its_slide(file, client):
    make_file(file.resource, content=deck("A furnace again"), name="b.pptx", reads=True)
    assert hits(client, "furnace") == [(f"/library/it/slides/{file.pk}/?slide=4", "Slide 4")]
    text = client.get("/search/", {"q": "furnace"}).text
    assert "When a <mark>furnace</mark> closes" in text


def merged(client, query: str, **more) -> list[tuple[str, str, str]]:
    """Of each hit among resources on the search page: its address, what of it was found besides, and where that is."""
    groups = client.get("/search/", {"q": query, **more}).context["found"].groups
    results = [each for group in groups if group.key == "library" for each in group.results]
    return [(each.url, each.below, each.below_url) for each in results]


def counted(client, query: str) -> tuple[int, dict[str, str]]:
    """How many in all, and of each kind, as the search page says."""
    found = client.get("/search/", {"q": query}).context["found"]
    return found.total, {group.key: group.number for group in found.groups}


def test_resource_of_which_page_and_file_fit_stands_once_with_the_slide_below(file, client):
    ResourcePageFactory(slug="other", title="A pact of others")
    make_file(file.resource, content=deck("A pact", "Another pact"), name="b.pptx", reads=True)
    call_command("update_index", verbosity=0)

    # The first page of the first file with the words.
    below = ("Found on slide 1 of b", f"/library/it/slides/{file.resource.files.last().pk}/")
    assert sorted(merged(client, "pact")) == [("/library/it/", *below), ("/library/other/", "", "")]
    assert (hits(client, "pact"), counted(client, "pact")) == ([], (2, {"library": "2"}))
    text = client.get("/search/", {"q": "pact"}).text
    assert f'<a href="{below[1]}">{below[0]}</a>' in text
    assert "Kind of result" not in text
    # The page does not fit: the slide by itself.
    assert hits(client, "furnace") == [(f"/library/it/slides/{file.pk}/?slide=4", "Slide 4")]
    assert (merged(client, "furnace"), counted(client, "furnace")) == ([], (1, {"library-files": "1"}))


def test_text_without_pages_is_named_by_its_file(client):
    resource = ResourcePageFactory(slug="it", title="Basalt")
    file = make_file(resource, content=b"Basalt & <b>more</b>", name="notes.txt", title="A & B <notes>", reads=True)
    call_command("update_index", verbosity=0)

    assert merged(client, "basalt") == [("/library/it/", "Found in A & B <notes>", f"/library/it/slides/{file.pk}/")]
    assert "Found in A &amp; B &lt;notes&gt;</a>" in client.get("/search/", {"q": "basalt"}).text


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD])
def test_what_stands_below_a_page_is_for_its_readers_only(file, client, client_for, kind):
    file.resource.title = "Furnace"
    file.resource.save()
    ResourcePageFactory(slug="open", title="Furnace of all")
    call_command("update_index", verbosity=0)
    member = client_for(UserFactory())
    restrict(file.resource, kind, password="quartz")

    for visitor, may_read in ((client, False), (member, kind == PageViewRestriction.LOGIN)):
        below = [("/library/it/", "Found on slide 4 of a", f"/library/it/slides/{file.pk}/?slide=4")]
        assert merged(visitor, "furnace") == [*(below if may_read else []), ("/library/open/", "", "")]
        assert counted(visitor, "furnace") == ((2, {"library": "2"}) if may_read else (1, {"library": "1"}))


def test_slides_stand_below_pages_of_one_kind_too_and_cost_one_statement(slides, client, django_assert_num_queries):
    def make(number):
        make_file(ResourcePageFactory(title=f"Furnace {number}"), content=slides, name="a.pptx", reads=True)
        call_command("update_index", verbosity=0)
        client.get("/search/", {"q": "furnace"})

    make(0)
    # Which pages, their rows, sessions, people, groups that this visitor may read, in files (numbers, pages), the
    # slides, meetings, what is recommended; topics, which are kept where a shared cache tells of changes.
    with django_assert_num_queries(11):
        assert len(merged(client, "furnace")) == 1
    for number in range(1, 23):
        make(number)
    with django_assert_num_queries(11):
        assert [bool(below) for _url, below, _slide in merged(client, "furnace")] == [True] * 5
    assert counted(client, "furnace") == (23, {"library": "23"})
    for page, shown in (("1", 20), ("2", 3)):
        results = merged(client, "furnace", only="library", page=page)
        assert [bool(below) for _url, below, _slide in results] == [True] * shown


def test_what_was_not_looked_through_is_said_though_no_file_is_shown(slides, client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    for number in range(3):
        make_file(ResourcePageFactory(title=f"Furnace {number}"), content=slides, name="a.pptx", reads=True)
    call_command("update_index", verbosity=0)

    answer = client.get("/search/", {"q": "furnace"})

    assert counted(client, "furnace") == (3, {"library": "3"})
    assert "Many results" in answer.text


def test_word_on_a_slide_is_found_in_the_library_and_leads_there(file, client):
    ResourcePageFactory(title="Another one")
    answer = client.get("/library/", {"q": "furnace"})

    assert listed(client, "furnace") == [("Steel towns", "Slide 4")]
    assert f'href="/library/it/slides/{file.pk}/?slide=4"' in answer.text
    assert "When a <mark>furnace</mark> closes" in answer.text


def test_library_takes_phrases_exclusions_and_beginnings(file, client):
    ResourcePageFactory(title="Furnace handbook", summary="Closing one.")
    call_command("update_index", verbosity=0)

    assert listed(client, "furnace") == [("Furnace handbook", ""), ("Steel towns", "Slide 4")]
    assert listed(client, '"furnace closes"') == [("Steel towns", "Slide 4")]
    assert listed(client, '"closes furnace"') == []
    assert listed(client, "furnace -handbook") == [("Steel towns", "Slide 4")]
    assert listed(client, "indicat") == [("Steel towns", "Slide 3")]
    assert listed(client, "furnace indicators") == []  # not on one slide
    assert listed(client, "-furnace") == []


@pytest.mark.parametrize(
    "query", ["Peer learning", "policy brief", "Galicia", "10.2791/53569", "9789279778384", "brief peer"]
)
def test_what_is_said_beside_the_text_finds_a_resource(client, query):
    """Topic, kind, region, DOI and ISBN: what stands in the filters and in the particulars."""
    ResourcePageFactory(title="Another one")
    ResourcePageFactory(
        title="It",
        kind="policy-brief",
        topics=["Peer learning"],
        regions=["ES11"],
        doi="10.2791/53569",
        isbn="9789279778384",
    )
    call_command("update_index", verbosity=0)

    assert listed(client, query) == [("It", "")]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_indexing_anew_asks_for_authors_and_regions_of_all_at_once(number, django_assert_num_queries):
    region = Region.objects.get(code="BE10")
    for nth in range(number):
        resource = ResourcePageFactory(title=f"Resource {nth}")
        ResourceAuthor.objects.create(resource=resource, name="Ann Author")
        ResourceRegion.objects.create(resource=resource, region=region)

    # The resources, their topics, their authors, what says in which region they are, the regions.
    with django_assert_num_queries(5):
        found = list(ResourcePage.get_indexed_objects())
        said = [(each.authors.all()[0].name, each.region_items.all()[0].region.name) for each in found]

    assert said == [("Ann Author", region.name)] * number


def test_exact_title_stands_first_in_the_library(client):
    ResourcePageFactory(title="Furnace and more about the furnace", summary="A furnace, a furnace.")
    ResourcePageFactory(title="Furnace")
    call_command("update_index", verbosity=0)

    assert listed(client, "furnace")[0] == ("Furnace", "")


def test_notes_earlier_versions_and_removed_files_are_not_found(file, client):
    assert (listed(client, "hush"), len(listed(client, CANARY))) == ([], 1)
    make_version(file, content=b"Basalt", name="b.txt")
    assert listed(client, CANARY) == []
    other = make_file(file.resource, content=sheet(Years="Quartz"), name="a.xlsx", reads=True)
    assert listed(client, "quartz") == [("Steel towns", "Sheet 1")]
    remove_file(file=other, actor=publisher())
    assert (listed(client, "quartz"), FileWords.objects.count()) == ([], 0)


def test_files_of_what_is_not_published_are_found_by_nobody(file, client, client_for):
    file.resource.unpublish()
    assert FileWords.objects.count() == 0

    for each in (client, client_for(UserFactory()), client_for(publisher())):
        assert nothing(each)


def test_files_of_what_is_for_some_are_found_by_those(file, client, client_for):
    restrict(file.resource)

    member = client_for(UserFactory())
    assert hits(member, "furnace") == [(f"/library/it/slides/{file.pk}/?slide=4", "Slide 4")]
    assert listed(member, "furnace") == [("Steel towns", "Slide 4")]
    assert nothing(client)


@pytest.mark.parametrize("kind", [PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD])
def test_files_that_a_member_may_not_read_are_not_found_by_them(file, client, client_for, kind):
    restrict(file.resource, kind, password="quartz")

    assert nothing(client)
    assert nothing(client_for(UserFactory()))


def nothing(client):
    """Neither the word nor that there is something."""
    found = [client.get(path, {"q": "furnace"}).text.count(CANARY) for path in ("/search/", "/library/")]
    return (found, hits(client, "furnace"), listed(client, "furnace")) == ([0, 0], [], [])


def test_publishing_again_brings_the_words_back(file, client):
    file.resource.unpublish()
    file.resource.save_revision().publish()

    assert listed(client, "furnace") == [("Steel towns", "Slide 4")]


def test_index_is_mended(file, client):
    assert mend_all(thorough=True)["library files"] == 0
    FileWords.objects.filter(page__number=4).delete()
    FileWords.objects.filter(page__number=1).update(source="x", text="nothing")

    assert mend_all(thorough=False)["library files"] == 1
    assert listed(client, "furnace") == [("Steel towns", "Slide 4")]
    assert mend_all(thorough=True)["library files"] == 1
    ResourcePage.objects.filter(pk=file.resource_id).update(live=False)
    assert (mend_all(thorough=False)["library files"], FileWords.objects.count()) == (4, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_finding_in_files_costs_the_same_with_one_and_three(slides, client, number, django_assert_num_queries):
    for _ in range(number):
        make_file(ResourcePageFactory(), content=slides, name="a.pptx", reads=True)

    client.get("/library/?q=furnace")

    # The library and its catalogue (six); words whole, as beginnings, in files (numbers, pages); resources, authors,
    # topics, regions, first pages, the slides.
    with django_assert_num_queries(16):
        assert len(client.get("/library/?q=furnace").context["rows"]) == number


@pytest.mark.parametrize("query", ["x" * 10_000, "- - -", '"unbalanced', "a\0b", "🙂", "-", '""', "* & | !", "%"])
def test_odd_queries_do_no_harm(file, client, query):
    assert client.get("/library/", {"q": query}).status_code == 200
    assert client.get("/search/", {"q": query}).status_code == 200
