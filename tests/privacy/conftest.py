"""A list of cookies with something optional on it."""

import pytest

from cop.privacy.cookie_choices import CookieKind
from cop.privacy.models import Cookie
from cop.privacy.services.cookies import save_cookie


def video_cookie(**changes) -> Cookie:
    """An entry as an editor would make it for a host of videos."""
    facts = {
        "category": "functional",
        "name": "video-player*",
        "purpose": "Remembers where you stopped.",
        "duration": "1 year",
        "provider": "Sample video host",
        "third_party": True,
        "kind": CookieKind.STORAGE,
    }
    return Cookie(**facts | changes)


@pytest.fixture
def optional(db, django_capture_on_commit_callbacks) -> Cookie:
    """One functional entry is on the list, and pages know it."""
    with django_capture_on_commit_callbacks(execute=True):
        return save_cookie(cookie=video_cookie(), actor=None)


@pytest.fixture
def counted(optional, django_capture_on_commit_callbacks) -> Cookie:
    """Beside it one of analytics, which this site itself sets."""
    entry = video_cookie(category="analytics", name="_visits*", provider="This site", third_party=False, kind="cookie")
    with django_capture_on_commit_callbacks(execute=True):
        return save_cookie(cookie=entry, actor=None)
