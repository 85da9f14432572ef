"""JSON log lines that carry the request's id and nothing that points to a person."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What a log call may add through `extra=`; whatever else a library attaches (a whole request, say) stays out.
_EXTRA = {"method", "route", "status", "milliseconds", "kind", "count"}

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)")
_IPV6 = re.compile(
    r"(?<![\w:])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f:]*)(?![\w:])", re.IGNORECASE
)
_QUERY = re.compile(r"(?<=[\w/])\?[\w%.~+-]+=[^\s\"')]*")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses, IP addresses and query strings replaced by what they were."""
    text = _EMAIL.sub("[email]", text)
    text = _QUERY.sub("?[query]", text)
    text = _IPV4.sub("[ip]", text)
    return _IPV6.sub("[ip]", text)


def route_of(request: Any) -> str:
    """The pattern of the address, never the address itself: it may hold a name or a secret token."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(no route)"


class RequestIdFilter(logging.Filter):
    """Puts the id of the request being answered on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request_id, the allowed extras, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if request := getattr(record, "request", None):
            # Django's own "Not Found: /path" and "Forbidden: /path".
            line["method"], line["route"] = request.method, route_of(request)
            message = message.replace(request.path, line["route"]) if len(request.path) > 1 else message
        line["message"] = without_personal_data(message)
        if identifier := getattr(record, "request_id", ""):
            line["request_id"] = identifier
        for name, value in vars(record).items():
            if (name in _EXTRA or name.endswith("_id")) and value != "" and isinstance(value, int | float | str):
                line.setdefault(name, without_personal_data(value) if isinstance(value, str) else value)
        if record.exc_info:
            line["exception"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
