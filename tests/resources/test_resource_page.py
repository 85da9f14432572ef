"""The page of a resource, what members see of a good practice, citations, and the address that stays."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cop.core.dois import clean_doi
from resources.choices import DatePrecision, ResourceKind
from resources.models import ResourceAuthor, ResourcePage, ResourceRelated
from resources.selectors.resource_page import resource_context
from resources.validators import clean_isbn
from tests.factories.documents import pdf
from tests.factories.events import EventPageFactory
from tests.factories.members import UserFactory
from tests.factories.pages import WorkingGroupPageFactory, restrict
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory, make_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_resource_costs_the_same_with_one_and_three_of_everything(client, number, django_assert_num_queries):
    events = [EventPageFactory() for _ in range(number)]
    names = [f"Sample, A{each}" for each in range(number)]
    topics = [f"T{each}" for each in range(number)]
    resource = ResourcePageFactory(
        slug="it", authors=names, topics=topics, regions=["DE", "FR", "ES61"][:number], origins=events, criteria=[1, 6]
    )
    for event in events:
        ResourceRelated.objects.create(resource=resource, page=event)
        ResourcePageFactory(topics=topics, authors=names, regions=["DE"])
    client.get("/library/it/")

    for each in range(number):
        make_file(resource, name=f"{each}.txt")
    # The resource with authors, topics and regions; where it comes from (numbers, pages), at which sessions,
    # collections, files, links, related pages (numbers, pages); events, groups and news on its topics; three
    # like it with authors, topics, regions and first pages; how often it was read. The catalogue (six), which a
    # process keeps where a shared cache tells of changes.
    with django_assert_num_queries(27):
        assert client.get("/library/it/").status_code == 200


def test_resource_says_who_made_it_where_it_comes_from_and_how_to_cite_it(client):
    event = EventPageFactory(title="Sample Forum 2026", slug="sample-forum")
    ResourcePageFactory(
        slug="it",
        title="Roadmaps",
        authors=["Muster, Bruno"],
        date=date(2026, 11, 3),
        origins=[event],
        topics=["Governance"],
        criteria=[6],
        regions=["ES"],
        languages=["en", "mt"],
        licence="cc-by-4.0",
        doi="10.2791/53569",
        abstract="One.\n\nTwo <script>alert(1)</script>.",
    )

    text = client.get("/library/it/").text

    assert "Bruno Muster" in text
    assert 'href="/events/sample-forum/"' in text
    assert (
        "Muster, B. (2026, November 3). Roadmaps [Presentation]. Sample Forum 2026. https://doi.org/10.2791/53569"
        in text
    )
    assert 'href="/topics/governance/"' in text
    assert 'href="/criteria/6/"' in text
    assert 'href="/library/?country=ES"' in text
    assert "English, Maltese" in text
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in text
    assert "<p>Two &lt;script&gt;alert(1)&lt;/script&gt;.</p>" in text


def test_structured_data_are_those_of_the_resource(client):
    ResourcePageFactory(slug="it", title="Roadmaps", kind=ResourceKind.STUDY, authors=["Muster, Bruno"])

    text = client.get("/library/it/").text

    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["name"], data["author"][0]["name"]) == ("Report", "Roadmaps", "Bruno Muster")


@pytest.mark.parametrize(("precision", "shown"), [("day", "19 June 2025"), ("month", "June 2025"), ("year", "2025")])
def test_what_is_not_known_of_a_date_is_not_shown(client, precision, shown):
    ResourcePageFactory(slug="it", date=date(2025, 6, 19), date_precision=precision)

    text = client.get("/library/it/").text

    assert f">{shown}</time>" in text


def test_year_only_is_cited_without_a_day(client):
    ResourcePageFactory(
        slug="it", date=date(2016, 1, 1), date_precision=DatePrecision.YEAR, kind=ResourceKind.PUBLICATION
    )

    assert "(2016)." in client.get("/library/it/").text


@pytest.mark.parametrize(
    ("form", "begins"),
    [("bib", "@misc{muster2025,"), ("ris", "TY  - SLIDE\r\n"), ("json", '[\n {\n  "id": "muster2025"')],
)
def test_citation_as_a_file(client, form, begins):
    ResourcePageFactory(slug="it", authors=["Muster, Bruno"])

    answer = client.get(f"/library/it/cite.{form}")

    assert answer["Content-Disposition"] == f'attachment; filename="muster2025.{form}"'
    assert answer.content.decode().startswith(begins)


def test_downloads_and_interfaces_name_the_event_that_the_page_names(client):
    events = [EventPageFactory(title=f"Forum {each}") for each in "AB"]
    resource = ResourcePageFactory(
        slug="it", origins=[*events, WorkingGroupPageFactory(title="Group")], languages=["fr"]
    )
    ResourcePageFactory(origins=[events[1]])

    assert "Forum A; Forum B." in client.get("/library/it/").text
    for path in ("/library/it/cite.{}", "/library/found.{}"):
        assert "note = {Forum A; Forum B}" in client.get(path.format("bib")).text
        assert "T2  - Forum A; Forum B\r\n" in client.get(path.format("ris")).content.decode()
        found = next(
            each
            for each in json.loads(client.get(path.format("json")).content)
            if each["URL"].endswith(f"/{resource.pk}/")
        )
        assert (found["event-title"], found["language"]) == ("Forum A; Forum B", "fr")
    assert "Forum A; Forum B." in client.get(f"/api/v1/resources/{resource.pk}/").json()["citation"]
    restrict(events[0])
    for path in ("/library/it/cite.bib", "/library/found.bib", f"/api/v1/resources/{resource.pk}/", "/library/it/"):
        assert ("Forum A" in client.get(path).text, "Forum B" in client.get(path).text) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_export_costs_the_same_with_one_and_three(client, number, django_assert_num_queries):
    for each in range(number):
        ResourcePageFactory(authors=["Sample, Ana"], topics=[f"T{each}"], regions=["ES"], origins=[EventPageFactory()])
    client.get("/library/found.bib")

    # The catalogue, which nothing keeps here (5), and what of it fits; the resources with authors, topics and regions;
    # their events.
    with django_assert_num_queries(11):
        client.get("/library/found.bib")


def test_body_with_commas_is_no_person_anywhere(client):
    resource = ResourcePageFactory(slug="it")
    resource.authors = [ResourceAuthor(organisation="Ministry of Research; Dept. A, Unit B")]
    resource.save()

    text = client.get("/library/it/").text

    assert "Ministry of Research; Dept. A, Unit B. (2025" in text
    assert '<meta name="citation_author" content="Ministry of Research; Dept. A. Unit B">' in text
    assert "author = {{Ministry of Research; Dept. A, Unit B}}" in client.get("/library/it/cite.bib").text
    assert json.loads(client.get("/library/it/cite.json").content)[0]["author"] == [
        {"literal": "Ministry of Research; Dept. A, Unit B"}
    ]


def test_head_has_what_programs_for_references_read(client):
    resource = ResourcePageFactory(
        slug="it",
        title='A "talk" <script>',
        authors=["Muster, Bruno", "Sample, Ana"],
        doi=ODD_DOI,
        origins=[EventPageFactory(title="Forum")],
    )
    for name in ("a.txt", "b.pdf"):
        file = make_file(resource, name=name, content=pdf("one") if name == "b.pdf" else b"one")

    head = client.get("/library/it/").text.partition("<body")[0]

    tags = re.findall(r'<meta name="(citation_[a-z_]+)" content="([^"]*)">', head)
    assert [name for name, _content in tags].count("citation_author") == 2
    assert dict(tags) | {"citation_author": ""} == {
        "citation_title": "A &quot;talk&quot; &lt;script&gt;",
        "citation_author": "",
        "citation_publication_date": "2025/06/19",
        "citation_conference_title": "Forum",
        "citation_doi": ODD_DOI.replace("<", "&lt;").replace(">", "&gt;"),
        "citation_abstract_html_url": "http://testserver/library/it/",
        "citation_pdf_url": f"http://testserver/library/it/files/{file.pk}/",
        **({"citation_language": "en"} if resource.languages else {}),
    }


def test_preview_of_a_draft_has_no_tags_for_programs():
    resource = ResourcePageFactory(slug="it", live=False)

    assert resource_context(resource, UserFactory())["citation_tags"] == []


def test_several_languages_are_no_language(client):
    ResourcePageFactory(slug="it", languages=["en", "fr"])

    assert "language" not in json.loads(client.get("/library/it/cite.json").content)[0]
    assert "LA  - " not in client.get("/library/it/cite.ris").content.decode()


def test_persistent_address_leads_to_where_the_resource_is_now(client):
    resource = ResourcePageFactory(slug="it")
    ResourcePage.objects.filter(pk=resource.pk).update(slug="moved")

    assert client.get(f"/r/{resource.pk}/")["Location"] == "/library/moved/"


@pytest.mark.parametrize(
    "path",
    ["/library/nowhere/", "/library/%00/", "/r/99999999/", "/r/99999999999999999999999/", "/library/it/cite.exe"],
)
def test_what_is_not_there_is_404(client, path):
    ResourcePageFactory(slug="it")

    assert client.get(path).status_code == 404


def test_contact_of_a_practice_is_for_members(client):
    GoodPracticePageFactory(slug="it", contact="Ines, ines@sample.example", challenge="It was hard.")

    assert "ines@sample.example" not in client.get("/library/it/").text
    assert "Members of the community see who answers" in client.get("/library/it/").text
    assert "ines@sample.example" not in client.get("/search/?q=ines").text
    client.force_login(UserFactory())
    assert "ines@sample.example" in client.get("/library/it/").text


def test_empty_parts_of_a_practice_have_no_heading(client):
    GoodPracticePageFactory(slug="it", challenge="It was hard.", lessons="", cost="")

    text = client.get("/library/it/").text

    assert ("The challenge" in text, "What it cost" in text, "Lessons" in text) == (True, False, False)


def test_pages_that_this_viewer_may_not_read_are_not_named(client):
    group = WorkingGroupPageFactory(title="Canary group")
    event = EventPageFactory(title="Canary event")
    resource = ResourcePageFactory(slug="it", origins=[group])
    ResourceRelated.objects.create(resource=resource, page=event)
    for page in (group, event):
        restrict(page)

    assert "Canary" not in client.get("/library/it/").text
    assert "Canary" not in client.get("/library/").text
    client.force_login(UserFactory())
    text = client.get("/library/it/").text
    assert ("Canary group" in text, "Canary event" in text) == (True, True)


def test_more_like_it_prefers_the_same_event_then_topics_then_the_newest(client):
    event = EventPageFactory()
    ResourcePageFactory(slug="it", title="It", origins=[event], topics=["EDP"])
    ResourcePageFactory(title="Newest", date=date(2026, 1, 1))
    ResourcePageFactory(title="Same topic", topics=["EDP"], date=date(2020, 1, 1))
    ResourcePageFactory(title="Same event", origins=[event], date=date(2019, 1, 1))

    assert [str(row.title) for row in client.get("/library/it/").context["more"]] == [
        "Same event",
        "Same topic",
        "Newest",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("10.2791/53569", "10.2791/53569"),
        (" https://doi.org/10.2791/53569 ", "10.2791/53569"),
        ("doi: 10.2791/53569", "10.2791/53569"),
        ("", ""),
    ],
)
def test_doi_is_kept_in_one_form(given, kept):
    assert clean_doi(given) == kept


ODD_DOI = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"


def test_legal_but_odd_doi_is_kept_also_from_an_address():
    assert clean_doi(ODD_DOI) == ODD_DOI
    assert clean_doi("https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O") == ODD_DOI
    assert clean_doi("10.1000.10/123#4%25") == "10.1000.10/123#4%25"


@pytest.mark.parametrize(
    "given",
    [
        "10.1234/x},note={pwned",
        "10.1234/x\\y",
        '10.1234/x"y',
        "10.1234/x\u202ey",
        "53569",
        "10.1/x",
        "10.2791/with space",
        "https://example.org/10.2791/53569",
    ],
)
def test_doi_that_is_none_is_refused(given):
    with pytest.raises(ValidationError, match="This is no DOI"):
        clean_doi(given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN 0-306-40615-2", "0306406152"),
        ("0 8044 2957 X", "080442957X"),
        ("", ""),
    ],
)
def test_isbn_is_kept_as_digits(given, kept):
    assert clean_isbn(given) == kept


@pytest.mark.parametrize("given", ["978-3-16-148410-1", "0-306-40615-3", "12", "X306406152"])
def test_isbn_with_a_wrong_check_digit_is_refused(given):
    with pytest.raises(ValidationError, match="This is no ISBN"):
        clean_isbn(given)


def test_resource_refuses_unknown_values_of_lists():
    resource = ResourcePage(title="T", slug="t", criteria=[1, 8], languages=["xx", {}], doi="nonsense")

    with pytest.raises(ValidationError) as refused:
        resource.clean()

    assert set(refused.value.message_dict) == {"criteria", "languages", "doi"}


def test_author_needs_a_name_or_an_organisation():
    with pytest.raises(ValidationError):
        ResourceAuthor().clean()

    assert ResourceAuthor(name="Sample, Ana").shown_name == "Ana Sample"
    assert ResourceAuthor(name="Plato").shown_name == "Plato"
    assert ResourceAuthor(organisation="European Commission").shown_name == "European Commission"
