"""What OAI-PMH 2.0 and its Dublin Core say of a document: which elements, in which order, what their text looks like.

The rules are those of OAI-PMH.xsd and oai_dc.xsd (openarchives.org), written down here in our own words.
"""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from resources.models import ResourcePage
from resources.selectors import harvest
from tests.factories.resources import GoodPracticePageFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
START = datetime(2026, 3, 1, 9, tzinfo=UTC)

MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
URI = r"[a-z][a-z0-9+.-]*:\S+"
SET = r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"
VERBS = ("Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord")
CODES = (
    "cannotDisseminateFormat", "idDoesNotExist", "badArgument", "badVerb", "noMetadataFormats", "noRecordsMatch",
    "badResumptionToken", "noSetHierarchy",
)  # fmt: skip
ARGUMENTS = {"verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"}
# Children of each element in their order: name, least, most (None: any number).
CHILDREN = {
    "Identify": [
        ("repositoryName", 1, 1), ("baseURL", 1, 1), ("protocolVersion", 1, 1), ("adminEmail", 1, None),
        ("earliestDatestamp", 1, 1), ("deletedRecord", 1, 1), ("granularity", 1, 1), ("compression", 0, None),
        ("description", 0, None),
    ],
    "ListMetadataFormats": [("metadataFormat", 1, None)],
    "metadataFormat": [("metadataPrefix", 1, 1), ("schema", 1, 1), ("metadataNamespace", 1, 1)],
    "ListSets": [("set", 1, None), ("resumptionToken", 0, 1)],
    "set": [("setSpec", 1, 1), ("setName", 1, 1), ("setDescription", 0, None)],
    "ListIdentifiers": [("header", 1, None), ("resumptionToken", 0, 1)],
    "ListRecords": [("record", 1, None), ("resumptionToken", 0, 1)],
    "GetRecord": [("record", 1, 1)],
    "record": [("header", 1, 1), ("metadata", 0, 1), ("about", 0, None)],
    "header": [("identifier", 1, 1), ("datestamp", 1, 1), ("setSpec", 0, None)],
}  # fmt: skip
TEXTS = {
    "responseDate": MOMENT,
    "request": r"http://testserver/oai/",
    "repositoryName": r"\S.*",
    "baseURL": r"http://testserver/oai/",
    "protocolVersion": r"2\.0",
    "adminEmail": r"\S+@(\S+\.)+\S+",
    "earliestDatestamp": MOMENT,
    "deletedRecord": r"no|persistent|transient",
    "granularity": r"YYYY-MM-DDThh:mm:ssZ",
    "metadataPrefix": r"[A-Za-z0-9\-_.!~*'()]+",
    "schema": URI,
    "metadataNamespace": URI,
    "identifier": URI,
    "datestamp": MOMENT,
    "setSpec": SET,
    "setName": r"\S.*",
    # The last one of a list is empty.
    "resumptionToken": r"\S*",
    "error": r"\S.*",
}
ATTRIBUTES = {
    "header": {"status"},
    "resumptionToken": {"expirationDate", "completeListSize", "cursor"},
    "error": {"code"},
    "request": ARGUMENTS,
}
DC_WORDS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def wrong_with(root: ET.Element) -> list[str]:
    """What the rules have against a document; nothing if it keeps them."""
    if root.tag != f"{OAI}OAI-PMH":
        return [f"{root.tag} is no document of the protocol"]
    found = []
    if root.get(LOCATION) != "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd":
        found.append("schemaLocation")
    names = [_name(child) for child in root]
    answers = names[2:]
    if names[:2] != ["responseDate", "request"] or not answers:
        found.append(f"begins with {names}")
    if set(answers) != {"error"} and not (len(answers) == 1 and answers[0] in VERBS):
        found.append(f"answers with {answers}")
    for child in root:
        found += _wrong(child)
    if errors := root.findall(f"{OAI}error"):
        found += [f"code {each.get('code')}" for each in errors if each.get("code") not in CODES]
        if {each.get("code") for each in errors} & {"badVerb", "badArgument"} and root.find(f"{OAI}request").attrib:
            found.append("repeats what was not understood")
    elif root.find(f"{OAI}request").get("verb") != answers[0]:
        found.append("does not repeat the verb")
    return found


def _wrong(element: ET.Element) -> list[str]:
    name = _name(element)
    if name == "metadata":
        return _wrong_dublin_core(element)
    found = [f"{name}: attribute {each}" for each in set(element.attrib) - ATTRIBUTES.get(name, set())]
    if name in CHILDREN:
        found += _wrong_children(name, [_name(child) for child in element])
        if (element.text or "").strip():
            found.append(f"{name}: text beside its elements")
    elif not re.fullmatch(TEXTS.get(name, r"(?!)"), element.text or "", re.DOTALL):
        found.append(f"{name}: {element.text!r}")
    if name == "record":
        is_gone = element.find(f"{OAI}header").get("status") == "deleted"
        if is_gone == (element.find(f"{OAI}metadata") is not None):
            found.append("a record is either deleted or has metadata")
    if name == "header" and element.get("status") not in (None, "deleted"):
        found.append(f"status {element.get('status')}")
    for child in element:
        found += _wrong(child)
    return found


def _wrong_children(name: str, there: list[str]) -> list[str]:
    found, rest = [], list(there)
    for child, least, most in CHILDREN[name]:
        number = 0
        while rest and rest[0] == child:
            rest.pop(0)
            number += 1
        if number < least or (most is not None and number > most):
            found.append(f"{name}: {number} times {child}")
    return found + [f"{name}: {each} is out of place" for each in rest]


def _wrong_dublin_core(metadata: ET.Element) -> list[str]:
    if [child.tag for child in metadata] != [f"{OAI_DC}dc"]:
        return ["metadata is not oai_dc"]
    (dc,) = metadata
    found = []
    if dc.get(LOCATION) != "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd":
        found.append("schemaLocation of oai_dc")
    for word in dc:
        if not word.tag.startswith(DC) or word.tag.removeprefix(DC) not in DC_WORDS:
            found.append(f"{word.tag} is no word of Dublin Core")
        if len(word) or word.attrib or not (word.text or "").strip():
            found.append(f"{word.tag}: empty, or more than text")
    return found


def _name(element: ET.Element) -> str:
    # What stands in another namespace keeps it, and is out of place.
    return element.tag.removeprefix(OAI)


@pytest.fixture
def some() -> ResourcePage:
    """Something there, bare and with everything, and something gone."""
    there = ResourcePageFactory(
        title="Roadmaps & <postcards>",
        authors=["Muster, Bruno"],
        topics=["Governance"],
        criteria=[4],
        regions=["ES61"],
        languages=["en"],
        abstract="One.\n\nTwo.",
        publisher="A house",
        licence="own",
        doi="10.2791/53569",
        isbn="9789279000003",
        last_published_at=START,
    )
    ResourcePageFactory(summary="", last_published_at=START + timedelta(days=1))
    GoodPracticePageFactory(last_published_at=START + timedelta(days=2))
    gone = ResourcePageFactory(last_published_at=START)
    with time_machine.travel(START + timedelta(days=3), tick=False):
        gone.unpublish()
    return there


@pytest.mark.parametrize(
    "query",
    [
        "verb=Identify",
        "verb=ListMetadataFormats",
        "verb=ListMetadataFormats&identifier=oai:testserver:{pk}",
        "verb=ListSets",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-01&until=2026-03-02&set=presentation",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:{pk}",
    ],
)
@pytest.mark.parametrize("per_page", [1, 100])
def test_answers_keep_the_rules(client, some, monkeypatch, query, per_page):
    monkeypatch.setattr(harvest, "PER_PAGE", per_page)
    asked = query.format(pk=some.pk)
    verb = asked.partition("=")[2].partition("&")[0]

    root = ET.fromstring(client.get(f"/oai/?{asked}").content)
    assert wrong_with(root) == []
    given = dict(pair.split("=") for pair in asked.split("&"))
    assert root.find(f"{OAI}request").attrib == given
    parts = 1
    while token := root.findtext(f".//{OAI}resumptionToken"):
        root = ET.fromstring(client.get("/oai/", {"verb": verb, "resumptionToken": token}).content)
        assert wrong_with(root) == []
        assert root.find(f"{OAI}request").attrib == {"verb": verb, "resumptionToken": token}
        parts += 1
    assert (parts > 1) == (per_page == 1 and verb in ("ListIdentifiers", "ListRecords"))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Steal", "badVerb"),
        ("verb=ListSets&verb=Identify", "badVerb"),
        ("verb=Identify&from=2026-01-01", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=study&set=tool", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-03-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:0", "idDoesNotExist"),
        ('verb=GetRecord&metadataPrefix=oai_dc&identifier=<%26"x', "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:testserver:0", "idDoesNotExist"),
    ],
)
def test_errors_keep_the_rules(client, some, query, code):
    root = ET.fromstring(client.get(f"/oai/?{query}").content)

    assert wrong_with(root) == []
    assert [each.get("code") for each in root.iter(f"{OAI}error")] == [code]


def test_the_rules_see_what_is_wrong(client, some):
    """Without this, rules that forbid nothing would do as well."""
    content = client.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc").text
    for right, wrong in (
        ("<datestamp>2026-03-01T09:00:00Z", "<datestamp>2026-03-01"),
        (' status="deleted"', ""),
        ("<dc:title>", "<dc:name>"),
        ("<setSpec>presentation</setSpec>", ""),
        ("<responseDate>", "<date>"),
        ('verb="ListRecords"', 'verb="Identify"'),
    ):
        assert right in content
        tag = right.strip("<>")
        broken = content.replace(right, wrong, 1)
        if right.startswith("<") and wrong.startswith("<") and right.endswith(">") and "/" not in right:
            broken = broken.replace(f"</{tag}>", f"</{wrong.strip('<>')}>", 1)
        if wrong == "" and right.startswith("<"):
            # A set is not needed by the schema.
            assert wrong_with(ET.fromstring(broken)) == []
        else:
            assert wrong_with(ET.fromstring(broken)) != [], right
