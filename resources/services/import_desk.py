"""What a sheet with its files is before its rows are taken: read, its names looked up, its owner's rights asked."""

from typing import TYPE_CHECKING

from ..models import LibraryPage
from ..permissions import can_import
from ..refusals import Reason, Refused
from .import_files import Files, Source
from .import_rows import Desk
from .import_sheets import read_sheet
from .import_values import known_to

if TYPE_CHECKING:
    from cop.members.models import User


def desk_for(*, actor: "User", content: bytes, source: Source | None = None) -> Desk:
    """Everything that rows need. Raises `Refused` (NO_IMPORT, SHEET)."""
    if not can_import(actor):
        raise Refused(Reason.NO_IMPORT)
    return Desk(read_sheet(content), Files(source), known_to(actor), LibraryPage.objects.get(), actor)
