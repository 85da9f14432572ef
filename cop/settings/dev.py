"""Development and demo: `make run`. Everything stays on this machine."""

import zlib

from .base import *  # noqa: F403
from .base import DATABASES, MIDDLEWARE, STORAGES, TEMPLATES, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-not-a-secret-0123456789-0123456789")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STAFF_NEEDS_SECOND_FACTOR = env.bool("STAFF_NEEDS_SECOND_FACTOR", default=False)
# "Sent" letters stay in the outbox; /dev/letters/ shows them.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
TEMPLATES[0]["OPTIONS"]["debug"] = DEBUG
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The demo is the site as visitors see it: one style sheet a page, and our own page at a wrong address. Whoever writes
# code (RELOAD=1) gets the sheets one by one, by name and line, Django's list of routes, and no page from a cache.
WRITES_CODE = env.bool("RELOAD", default=False)
if not WRITES_CODE:
    MIDDLEWARE = [*MIDDLEWARE, "cop.core.middleware.OwnNotFoundMiddleware"]
    if not env("CACHE_URL", default=""):
        # Files, which web, worker and clock share: whole pages come from the cache, as in production (page_cache).
        _OF_THIS_DATABASE = f"{zlib.crc32(str(DATABASES['default']['NAME']).encode()):08x}"
        CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": VAR_DIR / "cache" / _OF_THIS_DATABASE,
                "OPTIONS": {"MAX_ENTRIES": 10_000},
            }
        }
JOINED_SHEETS = VAR_DIR / "joined"
STATICFILES_FINDERS = [
    *([] if WRITES_CODE else ["cop.core.finders.JoinedSheetFinder"]),
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# The terminal of `make run` shows what goes wrong, not every task that goes well.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"problems": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "loggers": {
        "django.tasks": {"handlers": ["problems"], "propagate": False},
        "django_tasks_db": {"handlers": ["problems"], "propagate": False},
    },
}
