"""The cookies of the demo: a host of videos, so that one can see what the banner and an embed do."""

from cop.privacy.cookie_choices import CookieCategory, CookieKind
from cop.privacy.models import Cookie
from cop.privacy.services.cookies import delete_cookie, save_cookie

VIDEO = {
    "category": CookieCategory.FUNCTIONAL,
    "name": "video-player*",
    "purpose": "Remembers how loud you play videos, in which quality, and where you stopped.",
    "duration": "Until you clear your browser’s storage",
    "provider": "Video host",
    "third_party": True,
    "kind": CookieKind.STORAGE,
    "is_sample": True,
}


def make_cookies() -> None:
    """Once; an editor may have changed it since."""
    if not Cookie.objects.filter(is_sample=True).exists():
        save_cookie(cookie=Cookie(**VIDEO), actor=None)


def remove_cookies() -> None:
    """The sample goes, and with it the question."""
    for cookie in Cookie.objects.filter(is_sample=True):
        delete_cookie(cookie=cookie, actor=None)
