"""Django's Redis cache with a kept client."""

import os
import subprocess
import sys

from cop.core.redis_cache import RedisCache


def test_client_is_made_once_for_a_server():
    cache = RedisCache("redis://127.0.0.1:1/0", {})._cache
    assert cache.get_client("a") is cache.get_client("b", write=True)


def test_client_of_another_server_is_another():
    cache = RedisCache(["redis://127.0.0.1:1/0", "redis://127.0.0.1:2/0"], {})._cache
    written, read = cache.get_client("a", write=True), cache.get_client("a")
    assert [each.connection_pool.connection_kwargs["port"] for each in (written, read)] == [1, 2]


def test_settings_choose_it_where_the_address_names_redis():
    asked = "from django.conf import settings; print(settings.CACHES['default']['BACKEND'])"
    environment = os.environ | {"CACHE_URL": "redis://127.0.0.1:1/0", "DJANGO_SETTINGS_MODULE": "cop.settings.dev"}
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "cop.core.redis_cache.RedisCache"
