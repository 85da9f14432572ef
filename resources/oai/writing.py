"""Answers to harvesters, as XML of the protocol."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator

from cop.core.feeds import writable

from ..choices import ResourceKind
from ..dublin_core import dublin_core
from ..selectors.harvest import Harvest, Record
from .asking import FORMAT, Request, identifier, token_after
from .refusals import Code, Refused

OAI = "http://www.openarchives.org/OAI/2.0/"
DC_FORMAT = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
# Codes after which the request is not repeated: it is not known what was meant.
UNCLEAR = {Code.BAD_VERB, Code.BAD_ARGUMENT}


def base_url() -> str:
    """Where all requests go."""
    return settings.SITE_URL + reverse("oai")


def stamp(moment: datetime) -> str:
    """2026-11-03T09:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Answer:
    """One document: an envelope that repeats the request, and what is written into it."""

    def __init__(self, arguments: Mapping[str, str]) -> None:
        self.file = StringIO()
        self.xml = SimplerXMLGenerator(self.file, "utf-8")
        self.xml.startDocument()
        self.xml.startElement("OAI-PMH", {"xmlns": OAI, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{OAI} {SCHEMA}"})
        self.put("responseDate", stamp(timezone.now()))
        self.put("request", base_url(), arguments)

    def put(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """An element with text."""
        cleaned = {key: writable(value) for key, value in (attributes or {}).items()}
        self.xml.addQuickElement(name, writable(text), cleaned)

    def within(self, name: str, attributes: Mapping[str, str] | None = None) -> "Within":
        """An element with others in it."""
        return Within(self.xml, name, dict(attributes or {}))

    def finish(self) -> str:
        """The whole document."""
        self.xml.endElement("OAI-PMH")
        self.xml.endDocument()
        return self.file.getvalue()


class Within:
    """What is written in its block stands in the element."""

    def __init__(self, xml: SimplerXMLGenerator, name: str, attributes: dict[str, str]) -> None:
        self.xml, self.name, self.attributes = xml, name, attributes

    def __enter__(self) -> None:
        self.xml.startElement(self.name, self.attributes)

    def __exit__(self, *exception: Any) -> None:
        self.xml.endElement(self.name)


def refusal(refused: Refused, query: Mapping[str, str]) -> str:
    """An error of the protocol."""
    answer = Answer({} if refused.code in UNCLEAR else query)
    answer.put("error", refused.words, {"code": refused.code})
    return answer.finish()


def identify(request: Request, *, earliest: datetime, email: str) -> str:
    """Who we are."""
    answer = _answer(request)
    with answer.within("Identify"):
        answer.put("repositoryName", settings.WAGTAIL_SITE_NAME)
        answer.put("baseURL", base_url())
        answer.put("protocolVersion", "2.0")
        answer.put("adminEmail", email)
        answer.put("earliestDatestamp", stamp(earliest))
        # What is unpublished or closed is told; what is deleted vanishes.
        answer.put("deletedRecord", "transient")
        answer.put("granularity", "YYYY-MM-DDThh:mm:ssZ")
    return answer.finish()


def formats(request: Request) -> str:
    """Dublin Core, and nothing else."""
    answer = _answer(request)
    with answer.within("ListMetadataFormats"), answer.within("metadataFormat"):
        answer.put("metadataPrefix", FORMAT)
        answer.put("schema", DC_SCHEMA)
        answer.put("metadataNamespace", DC_FORMAT)
    return answer.finish()


def sets(request: Request) -> str:
    """The kinds of resources."""
    answer = _answer(request)
    with answer.within("ListSets"):
        for kind in ResourceKind:
            with answer.within("set"):
                answer.put("setSpec", kind.value)
                answer.put("setName", str(kind.label))
    return answer.finish()


def listed(request: Request, found: Harvest, *, whole: bool) -> str:
    """Heads, or whole records, and how to go on."""
    answer = _answer(request)
    with answer.within(request.verb):
        for record in found.records:
            if whole:
                _record(answer, record)
            else:
                _head(answer, record)
        if found.has_more or request.goes_on:
            _token(answer, request, found)
    return answer.finish()


def single(request: Request, record: Record) -> str:
    """One record."""
    answer = _answer(request)
    with answer.within("GetRecord"):
        _record(answer, record)
    return answer.finish()


def _answer(request: Request) -> Answer:
    return Answer({"verb": request.verb, **request.arguments})


def _head(answer: Answer, record: Record) -> None:
    with answer.within("header", {"status": "deleted"} if record.is_gone else {}):
        answer.put("identifier", identifier(record.number))
        answer.put("datestamp", stamp(record.moment))
        answer.put("setSpec", record.kind)


def _record(answer: Answer, record: Record) -> None:
    with answer.within("record"):
        _head(answer, record)
        if record.resource is None:
            return
        spaces = {"xmlns:oai_dc": DC_FORMAT, "xmlns:dc": DC, "xsi:schemaLocation": f"{DC_FORMAT} {DC_SCHEMA}"}
        with answer.within("metadata"), answer.within("oai_dc:dc", spaces):
            for name, text in dublin_core(record.resource):
                answer.put(f"dc:{name}", text)


def _token(answer: Answer, request: Request, found: Harvest) -> None:
    """The last part of a list bears an empty one."""
    token = ""
    if found.has_more and found.last:
        token = token_after(request, found.last.moment, found.last.number, found.given, found.total)
    about = {"completeListSize": str(found.total), "cursor": str(request.selection.given)}
    answer.put("resumptionToken", token, about)
