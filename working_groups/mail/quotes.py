"""What somebody wrote themselves, without what they answer, signatures and disclaimers. The words stand in `words`.

Why no library: docs/decisions/quoted-mail.md.
"""

import re

from . import words

# What is longer is no answer; reading it would only cost time.
LONGEST = 200_000
LONGEST_ATTRIBUTION = 400
ATTRIBUTION_LINES = 4
HEADER_LINES = 8
# A quotation between somebody's own words stays if it is this short: it says what they answer.
SHORT_QUOTE = 8

_flags = re.IGNORECASE
_marker = re.compile(r"[\W_]*##- .{3,120} -##\W*", _flags)
_wrote = re.compile(rf"(?<!\w)(?:{'|'.join(words.WROTE)})(?!\w)", _flags)
_address = re.compile(r"[\w.+-]+@[\w-]")
_clock = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}")
_label = {
    name: re.compile(rf"[\s>*_]*(?:{labels})[\s*_\xa0]*:[\s*_]*(?P<value>.*)", _flags)
    for name, labels in (
        ("from", words.FROM),
        ("sent", words.SENT),
        ("to", words.TO),
        ("subject", words.SUBJECT),
    )
}
_original = re.compile(rf"\s*-{{2,}}\s*(?:{words.ORIGINAL})\s*-{{2,}}\s*", _flags)
_sent_from = re.compile(rf"\W*(?:{words.SENT_FROM}).{{0,80}}", _flags)
_disclaimer = re.compile(rf"\W*(?:{words.DISCLAIMER_BEGINS})\b", _flags)
_confidential = re.compile(words.DISCLAIMER_STEM, _flags)
_heading = re.compile(words.DISCLAIMER_HEADINGS, _flags)
_rule = re.compile(r"\s*[-_=*–—]{3,}\s*")
_signature = re.compile("--[ \xa0]?")


def own_words(text: str) -> str:
    """The writer's own words; "" when there are none.

    Answers between quotations keep the short ones, as Markdown. Nothing but words is looked at: who wants to be
    misunderstood will be, which does no harm, since it is their own mail.
    """
    lines = [line.rstrip() for line in text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    own = _answer(lines)
    own = _without_signature(own)
    own = _without_disclaimer(own)
    while own and (not own[-1].strip() or _rule.fullmatch(own[-1]) or _sent_from.fullmatch(own[-1])):
        own.pop()
    return "\n".join(own).strip("\n")


def _answer(lines: list[str]) -> list[str]:
    """Without what is answered."""
    for at in range(len(lines)):
        if _original.fullmatch(lines[at]) or _is_header_block(lines, at):
            return lines[:at]
        if _marker.fullmatch(lines[at]) and not lines[at].lstrip().startswith(">"):
            return _without_attribution(lines[:at])
        length = _attribution(lines, at)
        if length:
            return [*lines[:at], *_below(lines[at + length :])]
    return _between(lines)


def _below(lines: list[str]) -> list[str]:
    """What is their own below "On Monday Ana wrote:"; where nothing is marked as quoted, all of it is."""
    quoted = [line.lstrip().startswith(">") for line in lines]
    is_whole_letter = any(not marked and _marker.fullmatch(line) for line, marked in zip(lines, quoted, strict=True))
    return _between(lines) if any(quoted) and not is_whole_letter else []


def _between(lines: list[str]) -> list[str]:
    """Answers that stand below or between quotations; nothing when all is quoted."""
    kept: list[str] = []
    quote: list[str] = []
    for line in lines:
        if line.lstrip().startswith(">"):
            quote.append(re.sub(r"^[\s>]*", "", line))
            continue
        if line.strip() and quote:
            # A long one is the whole letter, which everybody has already.
            if len(quote) <= SHORT_QUOTE and not any(_marker.fullmatch(each) for each in quote):
                kept += [f"> {each}".rstrip() for each in quote]
                kept.append("")
            quote = []
        if not quote:
            kept.append(line)
    return kept


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from here say "On Monday Ana wrote:"; 0 when they do not."""
    if not lines[at].strip() or lines[at].lstrip().startswith(">"):
        return 0
    joined = ""
    for length in range(1, ATTRIBUTION_LINES + 1):
        if at + length > len(lines) or not lines[at + length - 1].strip():
            return 0
        joined = f"{joined} {lines[at + length - 1].strip()}".strip()
        if len(joined) > LONGEST_ATTRIBUTION:
            return 0
        if joined.endswith((":", "：")) and _wrote.search(joined):
            return length if _is_attribution(joined, lines[at + length :]) else 0
    return 0


def _is_attribution(joined: str, after: list[str]) -> bool:
    if not re.search(r"\d|@", joined):
        return False
    following = next((line for line in after if line.strip()), "")
    return bool(not following or following.lstrip().startswith(">") or _address.search(joined) or _clock.search(joined))


def _without_attribution(lines: list[str]) -> list[str]:
    """Above the line "write your answer above": an attribution that we could not read with certainty, too."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    for length in range(1, min(ATTRIBUTION_LINES, len(lines)) + 1):
        joined = " ".join(line.strip() for line in lines[-length:])
        if joined.endswith(":") and _wrote.search(joined):
            return lines[:-length]
    return lines


def _is_header_block(lines: list[str], at: int) -> bool:
    found = _label["from"].fullmatch(lines[at])
    if not found or not found["value"].strip():
        return False
    after = lines[at + 1 : at + HEADER_LINES]
    kinds = {name for name in ("sent", "to", "subject") for line in after if _label[name].fullmatch(line)}
    return len(kinds) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _signature.fullmatch(line):
            return lines[:at]
    return lines


def _without_disclaimer(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        begins = at > 0 and (not lines[at - 1].strip() or _rule.fullmatch(lines[at - 1]))
        if not begins:
            continue
        if _heading.fullmatch(line.strip()):
            return lines[:at]
        if _disclaimer.match(line) and _confidential.search(" ".join(lines[at : at + 8])[:600]):
            return lines[:at]
    return lines
