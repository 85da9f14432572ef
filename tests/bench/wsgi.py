"""The product as production runs it, and beside it, below /bare/, Django with nothing in between."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

product = get_wsgi_application()
with override_settings(MIDDLEWARE=["tests.bench.bare.OwnRoutes"]):
    bare = WSGIHandler()


def application(environ, start_response):
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else product
    return handler(environ, start_response)
