"""The suite: fast hashing, letters kept in memory, tasks that run at once where a test asks for it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES

SECRET_KEY = "test-only-not-a-secret-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A file, not memory: race tests need connections of their own. One for each process of the run (xdist adds a suffix
# as well); in memory where the system offers that, because the suite writes far more than it reads.
_RAM = Path("/dev/shm")  # noqa: S108 - below it lies a folder of this run's own
_TEMPORARY = _RAM if os.access(_RAM, os.W_OK) else Path(tempfile.gettempdir())
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(_TEMPORARY / f"s3cop-test-{os.getpid()}.sqlite3")
# tests/conftest.py puts the ground back after a test that commits.
DATABASES["default"]["TEST"]["SERIALIZE"] = False
_FILES = _TEMPORARY / f"s3cop-test-files-{os.getpid()}"
# Static files come from the finders, each when it is asked for: reading all of them for each new client took a fifth of
# the whole suite. whitenoise wants its folder to exist all the same.
STATIC_ROOT = _FILES / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = _FILES / "media"
PRIVATE_ROOT = _FILES / "private"
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
STORAGES["private"]["OPTIONS"] = {"location": PRIVATE_ROOT}
SITE_URL = "http://testserver"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PAGE_CACHE_SECONDS = 0
# Tests about the second factor switch it on; the others are about what lies behind that door.
STAFF_NEEDS_SECOND_FACTOR = False
# What tests see must not depend on the machine.
SOFFICE = "off"
