"""What the platform keeps in a browser by itself: sessions, forms, messages, the choice, and the editors' admin."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .cookie_choices import CookieKind
from .declared_cookies import declare

declare(
    "session",
    name=lambda: settings.SESSION_COOKIE_NAME,
    purpose=_("Tells that it is you, from signing in until you sign out."),
    duration=_("30 days"),
    order=10,
)
declare(
    "csrf",
    name=lambda: settings.CSRF_COOKIE_NAME,
    purpose=_("Makes sure that a form was sent from this site and from no other. Comes with pages that hold one."),
    duration=_("1 year"),
    order=20,
)
declare(
    "messages",
    name=lambda: "messages",
    purpose=_("Carries a line such as “Saved” to the next page."),
    duration=_("Until the next page"),
    order=30,
)
declare(
    "choice",
    name=lambda: settings.CONSENT_COOKIE_NAME,
    purpose=_("Remembers what you chose on this page, so that you are not asked again."),
    duration=_("6 months"),
    order=40,
)
declare(
    "admin-sidebar",
    name=lambda: "wagtail_sidebar_collapsed",
    purpose=_("For editors only: remembers whether the menu of the administration is folded."),
    duration=_("Until you close the browser"),
    order=90,
)
declare(
    "admin-panels",
    name=lambda: "wagtail*",
    purpose=_("For editors only: remembers which panels of the administration are open, and how wide."),
    duration=_("Until you clear your browser’s storage"),
    kind=CookieKind.STORAGE,
    order=91,
)
