"""An editor of the demo who writes and submits, and days of review for the pages that the seed has made."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from cop.core.roles import Role
from cop.editing.services import reviewing
from cop.members.models import User

from .accounts import PASSWORD

WRITER = "writer@s3cop.example"


def make_writer() -> None:
    """Somebody with the role of an editor alone: the other demo account of the Secretariat publishes too."""
    if User.objects.filter(email=WRITER).exists():
        return
    user = User.objects.create_user(WRITER, PASSWORD, name="Willa Sample", is_staff=True, is_sample=True)
    EmailAddress.objects.create(user=user, email=WRITER, verified=True, primary=True)
    user.groups.add(*Group.objects.filter(name=Role.EDITOR.value))


def give_days() -> None:
    """Pages that the seed has put straight into the tree were never published by anybody."""
    reviewing.give_missing_days()
