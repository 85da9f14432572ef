"""The port through which files of a mail reach the group: they become documents in its folder for attachments."""

import io

from .models import Post
from .refusals import Refused
from .services.documents import attach


def keep(post: Post, name: str, content: bytes) -> str | None:
    """Keep a file that came with a post. None when it is kept, else the reason why not. Twice keeps it once."""
    try:
        attach(post=post, name=name, content=io.BytesIO(content), size=len(content))
    except Refused as refusal:
        return str(refusal)
    return None
