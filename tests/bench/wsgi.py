"""The product as production runs it, and beside it, below /bare/, Django with nothing in between."""

import itertools
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

product = get_wsgi_application()
with override_settings(MIDDLEWARE=["tests.bench.bare.OwnRoutes"]):
    bare = WSGIHandler()


# Each request from somewhere else: whoever asks as often as the measurement would soon be asked to wait.
elsewhere = itertools.count()


def application(environ, start_response):
    number = next(elsewhere)
    environ["REMOTE_ADDR"] = f"10.{os.getpid() % 250}.{number // 250 % 250}.{number % 250}"
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else product
    return handler(environ, start_response)
