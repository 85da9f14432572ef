"""DOIs: what may be one, and the address that it makes."""

import re
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The standard allows any printable character. Those left out here stand in no DOI that was ever given, and mean
# something to programs that keep references. Brackets of all other kinds do occur: 10.1002/(SICI)…<693::AID>3.0.CO;2-O
_doi = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s{}\\\"|^`]+", re.ASCII)
_before = re.compile(r"^\s*(?:(?P<address>https?://(?:dx\.)?doi\.org/)|doi:)\s*", re.IGNORECASE)


def is_doi(text: str) -> bool:
    """Without address and “doi:”, and without characters that nobody sees."""
    return bool(_doi.fullmatch(text)) and text.isprintable()


def bare_doi(text: str) -> str:
    """What is left of an address or a line of references, DOI or not."""
    before = _before.match(text)
    if before is None:
        return text.strip()
    rest = text[before.end() :].strip()
    return unquote(rest) if before["address"] else rest


def clean_doi(text: str) -> str:
    """A DOI as it is kept, without the address or the “doi:” before it. Raises `ValidationError`."""
    doi = bare_doi(text)
    if doi and not is_doi(doi):
        raise ValidationError(_("This is no DOI. It begins with 10. and holds a slash, for example 10.2791/53569"))
    return doi


def doi_address(doi: str) -> str:
    """Where it leads; "" without one."""
    return f"https://doi.org/{quote(doi, safe='/:;(),.!*~$&+=@')}" if doi else ""
