"""From a row of the outbox to subject, text and HTML."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import links
from .models import Letter
from .registry import Attachment, Kind, LetterContent

LONGEST_SUBJECT = 200

# Mail programs know no style sheets that one could rely on. Templates and rich text write bare tags; a bare tag gets
# its style here, a tag with a style of its own keeps it. The values are those of static/css/tokens.css, light.
STYLES = {
    "a": "color:#1446c8",
    "blockquote": "margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #dde3ee;color:#4b5975",
    "h2": "margin:24px 0 8px;font-size:18px;line-height:1.3",
    "li": "margin:0 0 6px",
    "ol": "margin:0 0 16px;padding:0 0 0 24px",
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding:0 0 0 24px",
}
# Joiners and marks (ZWNJ, RLM …) stay: names in many scripts need them.
_breaking = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_bare_tag = re.compile(rf"<({'|'.join(STYLES)})(?=[\s>])(?![^>]*\sstyle=)([^>]*)>")


@dataclass(frozen=True)
class Rendered:
    """A letter ready to be put into an envelope."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str = ""
    reply_to: str = ""
    from_name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def render(letter: Letter, kind: Kind) -> Rendered:
    """Build and render with the facts as they are; in the addressee's time zone. Raises what the kind raises."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(_zone_of(letter)):
        content = kind.build(letter)
        subject = subject_line(content.subject)
        may_unsubscribe = kind.can_be_switched_off and content.unsubscribe
        own = content.unsubscribe_url or (links.unsubscribe_url(letter, kind) if may_unsubscribe else "")
        unsubscribe_url = own if may_unsubscribe else ""
        template = content.template or kind.name.replace(".", "/")
        context = _context(letter, kind, content, subject, unsubscribe_url)
        return Rendered(
            subject=subject,
            text=_tidy(_render(f"emails/{template}.txt", context, autoescape=False)),
            html=_with_styles(_render(f"emails/{template}.html", context, autoescape=True)),
            attachments=tuple(content.attachments),
            unsubscribe_url=unsubscribe_url,
            reply_to=one_line(content.reply_to),
            from_name=one_line(content.from_name),
            headers={name: one_line(value) for name, value in content.headers.items()},
        )


def render_for_keeping(letter: Letter, kind: Kind) -> Rendered:
    """As `render`, but of a secret letter without what is secret, and of a confidential one nothing."""
    if kind.confidential and hides_secrets():
        return _nothing_of(kind)
    if not kind.is_secret or not hides_secrets():
        return render(letter, kind)
    shown = copy.copy(letter)
    shown.params = params_for_keeping(letter, kind)
    try:
        return render(shown, kind)
    except Exception:  # A build function may well need what was taken away.
        return _nothing_of(kind)


def _nothing_of(kind: Kind) -> Rendered:
    with translation.override(settings.LANGUAGE_CODE):
        return Rendered(str(kind.title), _("What this letter said is secret and is not kept."), "")


def params_for_keeping(letter: Letter, kind: Kind) -> dict[str, Any]:
    """The facts without what is secret."""
    if not kind.is_secret or not hides_secrets():
        return letter.params
    names = letter.params if kind.secret is True else kind.secret
    return {name: _hide(value) if name in names else value for name, value in letter.params.items()}


def hides_secrets() -> bool:
    """Not in development: the demo's visitor reads the code at /dev/letters/."""
    return not settings.DEBUG


def subject_line(subject: Any) -> str:
    """One line without control characters, of bearable length: nothing in it can become a header of its own."""
    return Truncator(one_line(str(subject))).chars(LONGEST_SUBJECT)


def one_line(text: str) -> str:
    """Without line breaks, control characters and signs that turn the direction of what follows."""
    return " ".join(_breaking.sub(" ", text).split())


def _hide(value: Any) -> Any:
    if isinstance(value, str):
        return links.HIDDEN
    if isinstance(value, dict):
        return {key: _hide(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_hide(item) for item in value]
    return value


def _context(letter: Letter, kind: Kind, content: LetterContent, subject: str, unsubscribe_url: str) -> dict[str, Any]:
    return {
        "subject": subject,
        "member": letter.member,
        "name": letter.member.get_short_name() if letter.member else "",
        "own_place": kind.own_place,
        "unsubscribe_url": unsubscribe_url,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_host": urlsplit(settings.SITE_URL).netloc,
        "secretariat": links.secretariat(),
        **content.context,
    }


def _render(template_name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    return get_template(template_name).template.render(Context(context, autoescape=autoescape))


def _with_styles(html: str) -> str:
    return _bare_tag.sub(lambda tag: f'<{tag[1]}{tag[2]} style="{STYLES[tag[1]]}">', html).strip() + "\n"


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _zone_of(letter: Letter) -> ZoneInfo:
    name = letter.member.time_zone if letter.member else settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
