"""What a member asked the site itself for: their data, and to be deleted."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cop.privacy.models import DataExport, Erasure

from .models import User
from .requests import Asked


def exports_of(member: User) -> Iterator[Asked]:
    """Exports of their data; one statement."""
    for row in DataExport.objects.filter(member=member):
        yield Asked(_("Export of the data"), row.asked_at, row.get_state_display())


def deletions_of(member: User) -> Iterator[Asked]:
    """Deletions, announced ones apart; one statement."""
    for row in Erasure.objects.filter(member=member):
        what = _("Deletion announced, nobody signed in") if row.is_dormant else _("Deletion of the account")
        yield Asked(what, row.asked_at, row.get_state_display())
