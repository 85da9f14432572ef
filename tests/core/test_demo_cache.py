"""`make run` keeps whole pages where web, worker and clock all see them; whoever writes code sees none from a cache."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

FILES = "django.core.cache.backends.filebased.FileBasedCache"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
ASK = "from django.conf import settings; print(settings.CACHES['default']['BACKEND'])"


@pytest.mark.parametrize(("reload", "kept"), [("0", FILES), ("1", MEMORY)])
def test_demo_keeps_pages_unless_code_is_written(reload, kept):
    named = {name: value for name, value in os.environ.items() if name != "CACHE_URL"}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**named, "DJANGO_SETTINGS_MODULE": "cop.settings.dev", "RELOAD": reload},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == kept
