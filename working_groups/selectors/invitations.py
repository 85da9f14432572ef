"""The door of an invitation: its token, and what its holder may know."""

from django.http import Http404

from ..models import Invitation
from ..services.invitations import hash_of

LONGEST_TOKEN = 64


def get_invitation_by(token: str) -> Invitation:
    """The invitation whose link this is; 404 for any other token. One statement."""
    found = None
    if len(token) <= LONGEST_TOKEN and "\0" not in token:
        found = Invitation.objects.select_related("group__page").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def veiled(email: str) -> str:
    """An address as a hint to its owner: a•••@agency.example."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}•••@{host}"
