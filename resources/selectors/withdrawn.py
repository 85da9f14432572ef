"""Resources that were withdrawn: what their addresses say, to whom the page was open."""

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from cop.core.models import pages_open_to

from ..models import ResourcePage, Withdrawal

if TYPE_CHECKING:
    from .resources import Viewer


class Withdrawn(Http404):
    """What was asked for has been withdrawn; whoever does not answer that with the reason answers 404."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        super().__init__()
        self.withdrawal = withdrawal


def not_found(user: "Viewer", **where: Any) -> Http404:
    """The exception for something that was not found: withdrawn, if `where` names a resource that was and that no
    restriction keeps from `user`; else plain 404. One statement."""
    resources = pages_open_to(ResourcePage.objects.filter(live=False, **where), user)
    found = Withdrawal.objects.filter(resource__in=resources.values("pk")).select_related("resource").first()
    return Withdrawn(found) if found else Http404()


def words_of_withdrawal(user: "Viewer", number: int) -> str:
    """When and why the resource with this number was withdrawn; "" if it was not. One statement."""
    found = not_found(user, pk=number)
    if not isinstance(found, Withdrawn):
        return ""
    day = dateformat.format(timezone.localtime(found.withdrawal.at), "j F Y")
    words = _("This resource was withdrawn from the library on %(day)s.") % {"day": day}
    return f"{words} {found.withdrawal.reason}"
