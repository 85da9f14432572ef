"""The readable page of an export: one HTML file in plain style that needs nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .personal_data import Chapter, Collected

if TYPE_CHECKING:
    from cop.members.models import User

# Read from a disk, without our style sheets. No template may hold a style element, this page needs one.
STYLE = """
:root{color-scheme:light dark}
body{max-width:50rem;margin:0 auto;padding:1.5rem 1rem 4rem;font:1rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
h1{line-height:1.2}h2{margin-top:2.5rem;padding-top:1rem;border-top:1px solid #8888}
h3{margin:1.5rem 0 .5rem;font-size:1rem}
dl{display:grid;gap:.25rem 1rem;margin:0}dt{opacity:.75}dd{margin:0 0 .5rem;white-space:pre-line}
@media(min-width:40rem){dl{grid-template-columns:14rem 1fr}dd{margin:0}}
"""


def page(
    parts: Sequence[tuple[Chapter, Collected]],
    files: Mapping[str, Sequence[str]],
    *,
    member: "User",
    now: datetime,
) -> str:
    """The page as text."""
    return render_to_string(
        "privacy/export.html",
        {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "style": mark_safe(f"<style>{STYLE}</style>"),
            "account": member.email,
            "now": timezone.localtime(now),
            "chapters": [
                {
                    "key": chapter.key,
                    "title": chapter.title,
                    "records": [
                        {
                            "title": record.title,
                            "facts": [(label, in_words(value)) for _key, label, value in record.facts],
                        }
                        for record in collected.records
                    ],
                    "files": files.get(chapter.key, ()),
                }
                for chapter, collected in parts
            ],
        },
    )


def in_words(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return "\n".join(f"{key}: {in_words(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "\n".join(in_words(item) for item in value)
    return str(value)
