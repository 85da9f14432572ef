"""What discussions keep in a browser: the text that one is writing; for the list that visitors read."""

from django.utils.translation import gettext_lazy as _

from cop.privacy.cookie_choices import CookieKind
from cop.privacy.declared_cookies import declare

declare(
    "discussion-draft",
    name=lambda: "draft:*",
    purpose=_("For members of working groups: keeps what you are writing until you post it."),
    duration=_("Until you post it, 30 days at most"),
    kind=CookieKind.STORAGE,
    order=60,
)
