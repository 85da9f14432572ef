"""The port through which files of a mail reach the group; the documents of the group stand behind it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .models import Post

if TYPE_CHECKING:
    from cop.members.models import User


def keep(post: Post, name: str, content: bytes, author: "User") -> str | None:
    """Keep a file that came with a post, in the transaction of the post. None when it is kept, else the reason why not.

    Groups have no shared documents yet, so that none is kept.
    """
    return _("Groups cannot keep files yet. Put a link to it into your post.")
