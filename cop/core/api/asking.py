"""What a program asks for: its parameters, checked against the declarations."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .declarations import MOST_PER_PAGE, PER_PAGE, Collection, Parameter
from .schema import problems

PAGING = (
    Parameter(
        "page",
        {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
        gettext_lazy("Which page, from 1."),
        example="2",
    ),
    Parameter(
        "per_page",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
        gettext_lazy("How many items a page has."),
        example="50",
    ),
)


class Misasked(Exception):
    """Parameters that cannot be answered; `problems` says why, in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Asked:
    """The filters, and which page of how many items."""

    filters: QueryDict
    page: int
    per_page: int


def asked(collection: Collection, query: QueryDict) -> Asked:
    """From an address. Raises `Misasked` for whatever is not declared: a program should hear of its mistake."""
    known = {each.name: each for each in (*collection.parameters, *PAGING)}
    filters, wrong = QueryDict(mutable=True), []
    numbers = {"page": 1, "per_page": PER_PAGE}
    for name, values in query.lists():
        parameter = known.get(name)
        if parameter is None:
            wrong.append(
                _("There is no parameter “%(name)s”. There are: %(known)s.")
                % {"name": name[:50], "known": ", ".join(known)}
            )
            continue
        if len(values) > 1 and not parameter.many:
            wrong.append(_("“%(name)s” can be given once only.") % {"name": name})
        for value in values:
            read = _read(parameter, value)
            wrong += _wrong(parameter, value, read)
            if name in numbers and isinstance(read, int):
                numbers[name] = read
            elif name not in numbers:
                filters.appendlist(name, value)
    if wrong:
        raise Misasked(wrong)
    return Asked(filters, numbers["page"], numbers["per_page"])


def _read(parameter: Parameter, value: str) -> str | int:
    is_number = parameter.schema["type"] == "integer" and value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if is_number else value


def _wrong(parameter: Parameter, value: str, read: str | int) -> list[str]:
    if "\0" not in value and not problems(read, parameter.schema):
        return []
    words = {"name": parameter.name, "value": value[:50].replace("\0", "�"), "wanted": wanted(parameter)}
    return [_("“%(value)s” is no value of “%(name)s”: %(wanted)s.") % words]


def wanted(parameter: Parameter) -> str:
    """What values a parameter takes, in words."""
    schema = parameter.schema
    if "enum" in schema:
        return _("one of %(values)s") % {"values": ", ".join(schema["enum"])}
    if schema["type"] == "integer":
        return _("a whole number from %(least)d to %(most)d") % {"least": schema["minimum"], "most": schema["maximum"]}
    if "maxLength" in schema:
        return _("at most %(number)d characters") % {"number": schema["maxLength"]}
    return _("for example %(example)s") % {"example": parameter.example}
