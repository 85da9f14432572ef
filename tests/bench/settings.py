"""Production's settings, reachable without TLS."""

import os
from pathlib import Path

from cop.settings.production import *  # noqa: F403

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
# The rush sends 200 people from one address.
ACCOUNT_RATE_LIMITS = False
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
STATIC_MANIFEST = Path(os.environ["BENCH_FOLDER"]) / "staticfiles.json"
