"""JSON Schema, as far as this interface needs it: short forms to declare values, and what is wrong with a value."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

type Schema = Mapping[str, Any]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})\Z")
ADDRESS = re.compile(r"https?://\S+\Z")
FORMATS = {"date": DATE, "date-time": MOMENT, "uri": ADDRESS}
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "format": "date-time"}
URL: Schema = {"type": "string", "format": "uri"}
# Parts of addresses, and years, as filters take them.
SLUG: Schema = {"type": "string", "pattern": r"^[-\w]{1,255}$"}
YEAR: Schema = {"type": "string", "pattern": r"^[0-9]{4}$"}


def one_of(values: Iterable[Any]) -> Schema:
    """A string out of these."""
    return {"type": "string", "enum": [str(value) for value in values]}


def many(items: Schema) -> Schema:
    """A list of such values."""
    return {"type": "array", "items": items}


def thing(**properties: Schema) -> Schema:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


# What stands in many items.
TOPICS: Schema = many(thing(slug=TEXT, name=TEXT))
REGION: Schema = thing(code=TEXT, name=TEXT)
CRITERIA: Schema = many({"type": "integer", "minimum": 1, "maximum": 7})


def or_null(schema: Schema) -> Schema:
    """The same, or nothing."""
    return {**schema, "type": [schema["type"], "null"]}


def problems(value: Any, schema: Schema, where: str = "") -> list[str]:
    """What is wrong with a value, in words; nothing if it fits. `where` is the way to it."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, kind) for kind in kinds):
        return [f"{where}: {value!r} is not of type {' or '.join(kinds)}"]
    if value is None:
        return []
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {', '.join(schema['enum'])}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where}: {value!r} does not look like {schema['pattern']}")
    if "format" in schema and not FORMATS[schema["format"]].match(value):
        found.append(f"{where}: {value!r} is no {schema['format']}")
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        found.append(f"{where}: longer than {schema['maxLength']} characters")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{where}: {value} is less than {schema['minimum']}")
    if "maximum" in schema and value > schema["maximum"]:
        found.append(f"{where}: {value} is more than {schema['maximum']}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            found += problems(item, schema["items"], f"{where}[{number}]")
    if isinstance(value, dict):
        known = schema["properties"]
        found += [f"{where}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{where}: {name} is not known" for name in value if name not in known]
        for name in known.keys() & value.keys():
            found += problems(value[name], known[name], f"{where}.{name}")
    return found


def _is(value: Any, kind: str) -> bool:
    # To Python, yes and no are numbers.
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
