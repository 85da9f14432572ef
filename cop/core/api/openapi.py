"""The OpenAPI 3.1 document of the interface, made from the declarations that the answers are made from."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .asking import PAGING
from .declarations import Collection, Parameter, registered
from .schema import NUMBER, TEXT, URL, Schema, many, or_null, thing

VERSION = "1.0.0"
PROBLEM_SCHEMA = thing(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT)


def page_schema(collection: Collection) -> Schema:
    """What one page of a collection is."""
    return thing(
        total=NUMBER,
        page=NUMBER,
        pages=NUMBER,
        per_page=NUMBER,
        previous=or_null(URL),
        next=or_null(URL),
        items=many(collection.schema),
    )


def document() -> dict[str, Any]:
    """All of it."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    for collection in registered():
        name = collection.key.capitalize()
        schemas[name], schemas[f"{name}Page"] = collection.schema, _paged(collection, name)
        paths[f"/{collection.key}/"] = {"get": _list(collection, name)}
        paths[f"/{collection.key}/{{number}}/"] = {"get": _item(collection, name)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.WAGTAIL_SITE_NAME}: {_('interface for programs')}",
            "version": VERSION,
            "description": _("Reads what everybody may read on the site; nobody needs a key."),
        },
        "servers": [{"url": settings.SITE_URL + reverse("api_root").removesuffix("/")}],
        "externalDocs": {"url": settings.SITE_URL + reverse("api")},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _paged(collection: Collection, name: str) -> Schema:
    schema = page_schema(collection)
    properties = {**schema["properties"], "items": many({"$ref": f"#/components/schemas/{name}"})}
    return {**schema, "properties": properties}


def _list(collection: Collection, name: str) -> dict[str, Any]:
    return {
        "operationId": f"list{name}",
        "summary": str(collection.title),
        "description": str(collection.text),
        "parameters": [_parameter(each) for each in (*collection.parameters, *PAGING)],
        "responses": {
            "200": _content(_("One page; the header Link names its neighbours."), f"{name}Page"),
            **_problems("400", "404", "429"),
        },
    }


def _item(collection: Collection, name: str) -> dict[str, Any]:
    number = {"name": "number", "in": "path", "required": True, "schema": {**NUMBER, "minimum": 1}}
    problems = _problems("400", "404", *(["410"] if collection.gone else []), "429")
    return {
        "operationId": f"get{name}",
        "summary": _("One item"),
        "parameters": [number],
        "responses": {"200": _content(_("The item."), name), **problems},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = many(parameter.schema) if parameter.many else parameter.schema
    found = {"name": parameter.name, "in": "query", "description": str(parameter.text), "schema": schema}
    return {**found, "style": "form", "explode": True} if parameter.many else found


def _content(text: str, name: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _problems(*codes: str) -> dict[str, Any]:
    texts = {
        "400": _("A parameter that there is not, or a value that it does not take."),
        "404": _("There is no such page or item."),
        "410": _("The item was withdrawn; the detail says when and why."),
        "429": _("Too often; the header Retry-After says when to come back."),
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        code: {"description": texts[code], "content": {"application/problem+json": {"schema": schema}}}
        for code in codes
    }
