"""Requests of harvesters: verbs, their arguments, tokens to go on with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from ..choices import ResourceKind
from .refusals import Code, Refused

FORMAT = "oai_dc"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\Z", re.ASCII)
TOKEN = "resumptionToken"  # noqa: S105
SALT = "resources.oai"
# Longer than any token or identifier of ours.
LONGEST = 600
# The highest number that a column of ours holds.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Verb:
    """Which arguments a verb must have and may have; `goes_on`: it can be asked with a token instead."""

    needed: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    goes_on: bool = False


_SELECTIVE = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), goes_on=True)
VERBS: Mapping[str, Verb] = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(possible=frozenset({"identifier"})),
    "ListSets": Verb(goes_on=True),
    "ListIdentifiers": _SELECTIVE,
    "ListRecords": _SELECTIVE,
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
}


@dataclass(frozen=True)
class Selection:
    """What is harvested: changed from `since` on and before `before`, of one kind; and how far one has come.

    `after` are the moment and the number of the last one that was given, `given` how many were, `total` how many there
    were at the beginning; None: not counted yet.
    """

    since: datetime | None = None
    before: datetime | None = None
    kind: str = ""
    after: tuple[datetime, int] | None = None
    given: int = 0
    total: int | None = None


@dataclass(frozen=True)
class Request:
    """A request that is as the protocol wants it. `arguments` are those that were given, for the answer to repeat."""

    verb: str
    arguments: Mapping[str, str]
    selection: Selection = Selection()

    @property
    def goes_on(self) -> bool:
        """Asked with a token?"""
        return TOKEN in self.arguments


def read(query: QueryDict) -> Request:
    """From an address or a form. Raises `Refused`."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused(Code.BAD_VERB, f"Give one verb out of: {', '.join(VERBS)}.")
    name, verb = verbs[0], VERBS[verbs[0]]
    arguments = {}
    for argument, values in query.lists():
        if argument == "verb":
            continue
        if argument not in verb.needed | verb.possible and not (verb.goes_on and argument == TOKEN):
            raise Refused(Code.BAD_ARGUMENT, f"{name} takes no such argument.")
        if len(values) != 1:
            raise Refused(Code.BAD_ARGUMENT, f"{argument} is given more than once.")
        if not values[0] or len(values[0]) > LONGEST:
            raise Refused(Code.BAD_ARGUMENT, f"{argument} is empty or too long.")
        arguments[argument] = values[0]
    if TOKEN in arguments:
        if len(arguments) > 1:
            raise Refused(Code.BAD_ARGUMENT, f"{TOKEN} stands alone.")
        return Request(name, arguments, _resumed(name, arguments[TOKEN]))
    if missing := sorted(verb.needed - arguments.keys()):
        raise Refused(Code.BAD_ARGUMENT, f"{name} needs {' and '.join(missing)}.")
    selection = _selection(arguments)
    if arguments.get("metadataPrefix", FORMAT) != FORMAT:
        raise Refused(Code.NO_FORMAT, f"There is one format: {FORMAT}.")
    return Request(name, arguments, selection)


def _selection(arguments: Mapping[str, str]) -> Selection:
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise Refused(Code.BAD_ARGUMENT, "from and until must have the same granularity.")
    begins = _moment("from", since) if since else None
    ends = _moment("until", until) if until else None
    if begins and ends and begins > ends:
        raise Refused(Code.BAD_ARGUMENT, "from lies after until.")
    if ends and until:
        # “until” includes its day or second.
        ends = min(ends, datetime.max.replace(tzinfo=UTC) - timedelta(days=1))
        ends += timedelta(days=1) if DAY.match(until) else timedelta(seconds=1)
    kind = arguments.get("set", "")
    if kind and kind not in ResourceKind.values:
        raise Refused(Code.NOTHING, "There is no such set: ListSets names them.")
    return Selection(begins, ends, kind)


def _moment(name: str, text: str) -> datetime:
    try:
        if DAY.match(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if SECOND.match(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(Code.BAD_ARGUMENT, f"{name} is no date (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ).")


# Tokens ---------------------------------------------------------------------------------------------------------


def token_after(request: Request, moment: datetime, number: int, given: int, total: int) -> str:
    """What a harvester gives back to go on behind this record. Nothing is kept here: it says everything itself, and is
    signed, so that what comes back is ours."""
    selection = request.selection
    data = [
        request.verb,
        selection.since.isoformat() if selection.since else "",
        selection.before.isoformat() if selection.before else "",
        selection.kind,
        moment.isoformat(),
        number,
        selection.given + given,
        total,
    ]
    return signing.dumps(data, salt=SALT)


def _resumed(verb: str, token: str) -> Selection:
    refusal = Refused(Code.BAD_TOKEN, "This token is not ours, or is not for this verb. Begin again without it.")
    try:
        data: Any = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise refusal from None
    if data[0] != verb:
        raise refusal
    _verb, since, before, kind, moment, number, given, total = data
    begins = parse_datetime(since) if since else None
    ends = parse_datetime(before) if before else None
    behind = parse_datetime(moment)
    assert behind is not None  # noqa: S101 - we wrote it
    return replace(Selection(begins, ends, kind), after=(behind, number), given=given, total=total)


# Identifiers ----------------------------------------------------------------------------------------------------


def identifier(number: int) -> str:
    """oai:s3cop.example:12. Stays when the resource moves."""
    return f"oai:{urlsplit(settings.SITE_URL).hostname}:{number}"


def number_of(text: str) -> int:
    """The number in an identifier of ours. Raises `Refused`."""
    start, _colon, number = text.rpartition(":")
    if f"{start}:" != identifier(0)[:-1] or not re.fullmatch(r"[1-9][0-9]{0,18}", number) or int(number) > LARGEST:
        raise Refused(Code.NO_ITEM, "There is no such item here.")
    return int(number)
