"""Fixed words of the cookie list: the five categories with what each is for, and the two kinds of things kept."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CookieCategory(models.TextChoices):
    """In the order in which visitors see them. Only the first is active without a choice."""

    NECESSARY = "necessary", _("Necessary")
    FUNCTIONAL = "functional", _("Functional")
    ANALYTICS = "analytics", _("Analytics")
    PERFORMANCE = "performance", _("Performance")
    ADVERTISEMENT = "advertisement", _("Advertisement")

    @property
    def text(self) -> str | Promise:
        """What the category is for, in plain words."""
        return _TEXTS[self]

    @property
    def is_optional(self) -> bool:
        return self is not CookieCategory.NECESSARY


_TEXTS = {
    CookieCategory.NECESSARY: _(
        "Signing in, sending forms safely, remembering this choice. The site does not work without them, so they are "
        "always active, and they come only when you use what needs them."
    ),
    CookieCategory.FUNCTIONAL: _(
        "Extras from other sites inside our pages, such as a video that you can play here. Without them you get a link "
        "to the same thing."
    ),
    CookieCategory.ANALYTICS: _("Counting how many people visit which pages, so that we see what is of use."),
    CookieCategory.PERFORMANCE: _("Measuring how fast pages arrive on different devices and connections."),
    CookieCategory.ADVERTISEMENT: _("Showing advertisements, or telling advertisers what somebody looked at."),
}

OPTIONAL = tuple(category for category in CookieCategory if category.is_optional)


class CookieKind(models.TextChoices):
    """Where the browser keeps it."""

    COOKIE = "cookie", _("Cookie")
    STORAGE = "storage", _("Browser storage")
