"""`make run`: whole pages are kept where web, worker and clock all see them; and all three know the site's address."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings

from scripts.run import surroundings

FILES = "django.core.cache.backends.filebased.FileBasedCache"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def asked(expression: str, **environment: str) -> str:
    """What the settings of the demo say in a process of its own."""
    named = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "SITE_URL", "PORT")}
    answer = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print({expression})"],
        cwd=settings.BASE_DIR,
        env={**named, "DJANGO_SETTINGS_MODULE": "cop.settings.dev", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


@pytest.mark.parametrize(("reload", "kept"), [("0", FILES), ("1", MEMORY)])
def test_demo_keeps_pages_unless_code_is_written(reload, kept):
    assert asked("settings.CACHES['default']['BACKEND']", RELOAD=reload) == kept


def test_worker_with_a_port_of_its_own_names_the_address_of_the_site():
    told = surroundings(SimpleNamespace(PORT=8123, SITE_URL="http://127.0.0.1:8123"))

    # As honcho does it.
    assert asked("settings.SITE_URL", **{**told, "PORT": "8223"}) == "http://127.0.0.1:8123"
