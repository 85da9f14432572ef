"""Harvesting the library (OAI-PMH 2.0): each verb, each error, tokens, what is gone, what is hidden, hostile input."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from cop.core.api import limits
from resources.choices import ResourceKind
from resources.models import GoodPracticePage, ResourcePage
from resources.selectors import harvest
from resources.services.withdrawing import withdraw
from tests.factories.pages import restrict
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def ask(client):
    """Asks with these arguments; gives the document."""

    def answer(verb: str = "", *, post: bool = False, **arguments: str) -> ET.Element:
        data = {**({"verb": verb} if verb else {}), **{name.rstrip("_"): value for name, value in arguments.items()}}
        response = client.post("/oai/", data) if post else client.get("/oai/", data)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
        root = ET.fromstring(response.content)
        assert root.tag == f"{OAI}OAI-PMH"
        assert [child.tag.removeprefix(OAI) for child in root][:2] == ["responseDate", "request"]
        return root

    return answer


def numbers(root: ET.Element) -> list[int]:
    return [int(each.text.rpartition(":")[2]) for each in root.iter(f"{OAI}identifier")]


def code(root: ET.Element) -> str | None:
    error = root.find(f"{OAI}error")
    return None if error is None else error.get("code")


def words(root: ET.Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter():
        if element.tag.startswith(DC):
            found.setdefault(element.tag.removeprefix(DC), []).append(element.text)
    return found


def resource(day: int = 0, **fields) -> ResourcePage:
    """Published so many days after the beginning."""
    moment = START + timedelta(days=day)
    return ResourcePageFactory(first_published_at=moment, last_published_at=moment, **fields)


# Verbs ----------------------------------------------------------------------------------------------------------


def test_identify_says_who_we_are(ask, client):
    resource(2)
    resource(1)

    root = ask("Identify")

    told = {element.tag.removeprefix(OAI): element.text for element in root.find(f"{OAI}Identify")}
    assert told == {
        "repositoryName": told["repositoryName"],
        "baseURL": "http://testserver/oai/",
        "protocolVersion": "2.0",
        "adminEmail": told["adminEmail"],
        "earliestDatestamp": "2026-03-02T09:00:00Z",
        "deletedRecord": "transient",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    assert told["repositoryName"]
    assert "@" in told["adminEmail"]
    assert root.find(f"{OAI}request").attrib == {"verb": "Identify"}
    assert root.find(f"{OAI}request").text == "http://testserver/oai/"
    assert client.head("/oai/?verb=Identify").status_code == 200


def test_identify_of_an_empty_library_names_a_day(ask):
    assert ask("Identify").findtext(f".//{OAI}earliestDatestamp") == "2023-01-01T00:00:00Z"


def test_formats_are_dublin_core_for_every_item(ask):
    it = resource()

    for arguments in ({}, {"identifier": f"oai:testserver:{it.pk}"}):
        root = ask("ListMetadataFormats", **arguments)
        assert [each.text for each in root.iter(f"{OAI}metadataPrefix")] == ["oai_dc"]
    assert code(ask("ListMetadataFormats", identifier="oai:testserver:999999")) == "idDoesNotExist"


def test_sets_are_the_kinds(ask):
    root = ask("ListSets")

    assert [each.text for each in root.iter(f"{OAI}setSpec")] == ResourceKind.values


def test_record_says_in_dublin_core_what_the_resource_is(ask):
    it = resource(
        title="Roadmaps & <postcards>",
        kind=ResourceKind.STUDY,
        authors=["Muster, Bruno", "Sample Agency"],
        topics=["Governance"],
        criteria=[4],
        regions=["ES", "ES61"],
        languages=["en", "mt"],
        abstract="One.\n\nTwo.",
        publisher="A house",
        date=date(2026, 11, 1),
        date_precision="month",
        licence="cc-by-4.0",
        doi="10.2791/53569",
    )

    root = ask("GetRecord", identifier=f"oai:testserver:{it.pk}", metadataPrefix="oai_dc")

    assert words(root) == {
        "title": ["Roadmaps & <postcards>"],
        "creator": ["Muster, Bruno", "Sample Agency"],
        "subject": ["Governance", "Stakeholder cooperation (EDP)"],
        "description": ["One.\n\nTwo."],
        "publisher": ["A house"],
        "date": ["2026-11"],
        "type": ["Study"],
        "identifier": [f"http://testserver/r/{it.pk}/", "https://doi.org/10.2791/53569"],
        "language": ["en", "mt"],
        "coverage": ["Spain", "Andalucía"],
        "rights": ["https://creativecommons.org/licenses/by/4.0/"],
    }
    head = {element.tag.removeprefix(OAI): element.text for element in root.find(f".//{OAI}header")}
    assert head == {"identifier": f"oai:testserver:{it.pk}", "datestamp": "2026-03-01T09:00:00Z", "setSpec": "study"}


def test_lists_begin_with_what_is_longest_unchanged(ask):
    third, first, second = resource(3), resource(1), resource(2)

    for verb in ("ListRecords", "ListIdentifiers"):
        root = ask(verb, metadataPrefix="oai_dc")
        assert numbers(root) == [first.pk, second.pk, third.pk]
        assert root.find(f".//{OAI}resumptionToken") is None
    assert words(ask("ListIdentifiers", metadataPrefix="oai_dc")) == {}
    assert numbers(ask("ListRecords", metadataPrefix="oai_dc", post=True)) == [first.pk, second.pk, third.pk]


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ({"from_": "2026-03-02"}, [1, 2]),
        ({"until": "2026-03-02"}, [0, 1]),
        ({"from_": "2026-03-02", "until": "2026-03-02"}, [1]),
        ({"from_": "2026-03-02T09:00:00Z", "until": "2026-03-02T09:00:00Z"}, [1]),
        ({"from_": "2026-03-02T09:00:01Z"}, [2]),
        ({"until": "2026-03-02T08:59:59Z"}, [0]),
        ({"until": "9999-12-31"}, [0, 1, 2]),
        ({"from_": "0001-01-01"}, [0, 1, 2]),
    ],
)
def test_days_and_seconds_are_included_at_both_ends(ask, arguments, days):
    made = [resource(day) for day in range(3)]
    # Kept more exactly than it is told.
    moment = made[1].last_published_at + timedelta(microseconds=700_000)
    ResourcePage.objects.filter(pk=made[1].pk).update(last_published_at=moment)

    root = ask("ListIdentifiers", metadataPrefix="oai_dc", **arguments)

    assert numbers(root) == [made[day].pk for day in days]


def test_set_is_a_kind(ask):
    resource(kind=ResourceKind.STUDY)
    tool = resource(kind=ResourceKind.TOOL)

    assert numbers(ask("ListIdentifiers", metadataPrefix="oai_dc", set="tool")) == [tool.pk]
    assert code(ask("ListIdentifiers", metadataPrefix="oai_dc", set="video")) == "noRecordsMatch"


# Tokens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_long_list_comes_in_parts_without_gap_or_double(ask, monkeypatch, verb):
    monkeypatch.setattr(harvest, "PER_PAGE", 2)
    # Several changed at the same moment.
    made = [resource(day // 3, kind=ResourceKind.STUDY) for day in range(5)]
    resource(kind=ResourceKind.TOOL)

    root = ask(verb, metadataPrefix="oai_dc", set="study")
    found, cursors = numbers(root), []
    while (token := root.find(f".//{OAI}resumptionToken")) is not None:
        cursors.append((token.get("cursor"), token.get("completeListSize")))
        if not token.text:
            break
        root = ask(verb, resumptionToken=token.text)
        found += numbers(root)

    assert found == [each.pk for each in made]
    assert cursors == [("0", "5"), ("2", "5"), ("4", "5")]


def test_what_changes_during_a_harvest_comes_again_at_its_end(ask, monkeypatch):
    monkeypatch.setattr(harvest, "PER_PAGE", 2)
    made = [resource(day) for day in range(4)]

    root = ask("ListIdentifiers", metadataPrefix="oai_dc")
    changed = START + timedelta(days=9)
    ResourcePage.objects.filter(pk=made[0].pk).update(last_published_at=changed)
    ResourcePage.objects.filter(pk=made[1].pk).delete()
    found = numbers(root)
    while token := root.findtext(f".//{OAI}resumptionToken"):
        root = ask("ListIdentifiers", resumptionToken=token)
        found += numbers(root)

    assert found == [made[0].pk, made[1].pk, made[2].pk, made[3].pk, made[0].pk]


def test_tokens_that_are_not_ours_are_refused(ask, monkeypatch):
    monkeypatch.setattr(harvest, "PER_PAGE", 1)
    resource(1)
    resource(2)
    token = ask("ListRecords", metadataPrefix="oai_dc").findtext(f".//{OAI}resumptionToken")

    assert code(ask("ListIdentifiers", resumptionToken=token)) == "badResumptionToken"
    assert code(ask("ListSets", resumptionToken=token)) == "badResumptionToken"
    for forged in (token[:-1], f"{token}x", "x", "a:b:c", "é💣", "\x00", token.swapcase()):
        assert code(ask("ListRecords", resumptionToken=forged)) == "badResumptionToken", forged
    assert code(ask("ListRecords", resumptionToken=token, metadataPrefix="oai_dc")) == "badArgument"
    ResourcePage.objects.all().delete()
    assert code(ask("ListRecords", resumptionToken=token)) == "badResumptionToken"


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_one_and_three(client, number, django_assert_num_queries):
    for each in range(number):
        resource(each, authors=["Sample, Ana"], topics=[f"T{each}"], regions=["ES"])

    # Counts and numbers of what is there, is gone, and is closed; resources, authors, topics, regions, links.
    with django_assert_num_queries(11):
        client.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc")
    with django_assert_num_queries(6):
        client.get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc")


# What is gone, what is hidden -----------------------------------------------------------------------------------


def test_what_was_taken_off_the_site_is_told_as_deleted(ask, admin_user):
    it = resource(title="CANARY", kind=ResourceKind.STUDY)
    with time_machine.travel(START + timedelta(days=5), tick=False):
        it.unpublish(user=admin_user)

    for verb, arguments in (
        ("ListRecords", {"from_": "2026-03-06"}),
        ("ListIdentifiers", {"set": "study"}),
        ("GetRecord", {"identifier": f"oai:testserver:{it.pk}"}),
    ):
        root = ask(verb, metadataPrefix="oai_dc", **arguments)
        assert [each.get("status") for each in root.iter(f"{OAI}header")] == ["deleted"]
        assert [each.text for each in root.iter(f"{OAI}datestamp")] == ["2026-03-06T09:00:00Z"]
        assert list(root.iter(f"{OAI}metadata")) == []
        assert "CANARY" not in ET.tostring(root, "unicode")


def test_withdrawn_resource_is_told_as_deleted_without_its_reason(ask, admin_user):
    it = resource()
    withdraw(resource=it, actor=admin_user, reason="CANARY: it was not ours.")

    root = ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{it.pk}")

    assert root.find(f".//{OAI}header").get("status") == "deleted"
    assert "CANARY" not in ET.tostring(root, "unicode")


def test_what_comes_back_is_no_longer_deleted(ask, admin_user):
    it = resource()
    it.unpublish(user=admin_user)
    it.save_revision().publish()

    root = ask("ListRecords", metadataPrefix="oai_dc")

    assert [each.get("status") for each in root.iter(f"{OAI}header")] == [None]


def test_nothing_hidden_is_told_to_anybody(client, client_for, admin_user):
    # It never was open.
    closed = GoodPracticePageFactory(title="CANARY closed", live=False, first_published_at=None)
    restrict(closed)
    GoodPracticePage.objects.get(pk=closed.pk).save_revision().publish()
    draft = ResourcePageFactory(title="CANARY draft", live=False)
    taken = ResourcePageFactory(title="CANARY taken")
    restrict(taken)
    ResourcePage.objects.get(pk=taken.pk).unpublish(user=admin_user)
    GoodPracticePageFactory(contact="CANARY@practice.example")

    for person in (client, client_for(admin_user)):
        listed = person.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc").text
        assert "CANARY" not in listed
        assert listed.count("<record>") == 1
        for page in (closed, draft, taken):
            one = person.get(f"/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:{page.pk}")
            assert 'code="idDoesNotExist"' in one.text


def heads(root: ET.Element) -> list[tuple[int, str, str | None]]:
    return [
        (
            int(head.findtext(f"{OAI}identifier").rpartition(":")[2]),
            head.findtext(f"{OAI}datestamp"),
            head.get("status"),
        )
        for head in root.iter(f"{OAI}header")
    ]


@pytest.mark.parametrize("above", [False, True])
def test_what_is_closed_is_deleted_then_and_what_is_opened_is_new_then(ask, above):
    it = resource()
    with time_machine.travel(START + timedelta(days=5), tick=False):
        restriction = restrict(it.get_parent() if above else it)

    for verb in ("ListRecords", "ListIdentifiers"):
        assert heads(ask(verb, metadataPrefix="oai_dc", from_="2026-03-06")) == [
            (it.pk, "2026-03-06T09:00:00Z", "deleted")
        ]
    assert words(ask("ListRecords", metadataPrefix="oai_dc")) == {}

    with time_machine.travel(START + timedelta(days=7), tick=False):
        restriction.delete()

    assert heads(ask("ListRecords", metadataPrefix="oai_dc", from_="2026-03-08")) == [
        (it.pk, "2026-03-08T09:00:00Z", None)
    ]
    # Closed once more, and told once more.
    with time_machine.travel(START + timedelta(days=9), tick=False):
        restrict(it)
    assert heads(ask("ListRecords", metadataPrefix="oai_dc")) == [(it.pk, "2026-03-10T09:00:00Z", "deleted")]


def test_what_never_was_open_is_not_told_however_it_was_closed(ask):
    with time_machine.travel(START - timedelta(days=1), tick=False):
        above = restrict(resource(title="Old", live=False).get_parent())
    it = resource(title="CANARY")
    with time_machine.travel(START + timedelta(days=3), tick=False):
        restrict(it)
    # Both apply; then only its own, which came while the other still stood.
    assert code(ask("ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    with time_machine.travel(START + timedelta(days=4), tick=False):
        above.delete()
    assert code(ask("ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    assert code(ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:testserver:{it.pk}")) == "idDoesNotExist"


def test_earliest_date_is_that_of_what_is_gone_as_well(ask, admin_user):
    gone = resource(title="Gone")
    with time_machine.travel(START + timedelta(days=1), tick=False):
        gone.unpublish(user=admin_user)
    resource(9)

    assert ask("Identify").findtext(f".//{OAI}earliestDatestamp") == "2026-03-02T09:00:00Z"


# Errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=GetRecord&identifier=oai:testserver:1&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:testserver:1", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.example:1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:0", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:01", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:9999999999999999999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:%D9%A3", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=books", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T10:00:00%2B01:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-02-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1970-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&odd=1", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)
def test_every_mistake_has_its_code(client, query, expected):
    response = client.get(f"/oai/?{query}")

    root = ET.fromstring(response.content)
    assert (response.status_code, code(root)) == (200, expected)
    assert root.find(f"{OAI}error").text
    # What was meant is repeated where it is clear.
    assert bool(root.find(f"{OAI}request").attrib) == (expected not in ("badVerb", "badArgument"))


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00",
        "\x0b",
        "\ufffe",
        "<!DOCTYPE x>",
        '"><script>',
        "]]>",
        "é💣",
        "x" * 5000,
        "%s%n",
        "../../etc/passwd",
        "' OR 1",
    ],
)
def test_hostile_values_are_answered_with_well_formed_errors(ask, hostile):
    resource()

    assert code(ask(hostile)) == "badVerb"
    assert code(ask("Identify", **{hostile: "1"})) == "badArgument"
    for argument in ("metadataPrefix", "set", "from_", "until"):
        given = {"metadataPrefix": "oai_dc", argument: hostile}
        assert code(ask("ListRecords", **given)) in ("badArgument", "cannotDisseminateFormat", "noRecordsMatch")
    root = ask("GetRecord", metadataPrefix="oai_dc", identifier=hostile)
    assert code(root) in ("idDoesNotExist", "badArgument")
    assert code(ask("ListRecords", resumptionToken=hostile, post=True)) in ("badResumptionToken", "badArgument")


def test_texts_that_xml_cannot_hold_are_told_without_their_odd_signs(ask):
    it = resource(title="Two\x0bparts \ufffe]]>", abstract="<b>&amp;</b>\x1f")

    told = words(ask("ListRecords", metadataPrefix="oai_dc"))

    assert told["title"] == ["Twoparts ]]>"]
    assert told["description"] == ["<b>&amp;</b>"]
    assert it.pk


def test_samples_say_so_in_their_titles(ask):
    resource(title="Invented", is_sample=True)

    assert words(ask("ListRecords", metadataPrefix="oai_dc"))["title"] == ["Sample: Invented"]


def test_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setitem(limits.RATES, "api", "1/60s/ip")
    cache.clear()

    client.get("/oai/?verb=Identify")
    refused = client.get("/oai/?verb=Identify")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")


def test_other_methods_are_refused(client):
    assert client.put("/oai/?verb=Identify").status_code == 405


def test_token_fits_into_an_address(ask, monkeypatch):
    monkeypatch.setattr(harvest, "PER_PAGE", 1)
    resource(1)
    resource(2)

    token = ask("ListRecords", metadataPrefix="oai_dc", from_="2026-01-01", until="2027-01-01").findtext(
        f".//{OAI}resumptionToken"
    )

    assert re.fullmatch(r"[\w:.-]{1,400}", token)
