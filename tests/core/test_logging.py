"""Log lines are JSON, carry the request's id, and point to no person."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory

from cop.core.logging import JsonFormatter, RequestIdFilter, request_id, without_personal_data


def line(message, *arguments, level=logging.WARNING, exception=None, **extra) -> dict:
    logger = logging.getLogger("sample")
    record = logger.makeRecord("sample", level, __file__, 1, message, arguments, exception, extra=extra)
    RequestIdFilter().filter(record)
    return json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("letter to ana.o'neil+x@members.example failed", "letter to [email] failed"),
        ("Key (email)=(ana@members.example) exists", "Key (email)=([email]) exists"),
        ("GET /offer/?token=abc&x=1 HTTP/1.1", "GET /offer/?[query] HTTP/1.1"),
        ("from 192.0.2.7 and 2001:db8::8a2e:370:7334", "from [ip] and [ip]"),
        ("really? no=1; at 12:30:45, version 6.1.3", "really? no=1; at 12:30:45, version 6.1.3"),
    ],
)
def test_personal_data_is_replaced(text, kept):
    assert without_personal_data(text) == kept


def test_line_holds_time_level_logger_message_and_request_id():
    token = request_id.set("0123456789abcdef")
    content = line("sent %s", "letter", letter_id=7, status=200, password="secret")
    request_id.reset(token)

    assert content.pop("time").endswith("+00:00")
    assert content == {
        "level": "WARNING",
        "logger": "sample",
        "message": "sent letter",
        "request_id": "0123456789abcdef",
        "letter_id": 7,
        "status": 200,
    }


def test_address_of_a_failed_request_is_not_written():
    request = RequestFactory().get("/offers/secret-token/", {"email": "ana@members.example"})
    content = line("Not Found: %s", request.path, request=request, status_code=404)

    assert "secret-token" not in json.dumps(content)
    assert (content["method"], content["route"]) == ("GET", "(no route)")


def test_traceback_is_kept_without_personal_data():
    try:
        raise ValueError("ana@members.example")
    except ValueError:
        content = line("failed", exception=sys.exc_info())

    assert content["exception"].endswith("ValueError: [email]")


def test_line_breaks_cannot_forge_a_second_line():
    logger = logging.getLogger("sample")
    record = logger.makeRecord("sample", 30, __file__, 1, 'x\n{"level": "INFO"}', (), None)

    assert "\n" not in JsonFormatter().format(record)
