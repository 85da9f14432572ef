"""`check --deploy` refuses what the house forbids."""

from pathlib import Path

import pytest

from cop.core.checks import cache_is_shared, private_files_are_apart, staff_need_a_second_factor

REDIS = "django.core.cache.backends.redis.RedisCache"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
NOTHING = "django.core.cache.backends.dummy.DummyCache"


@pytest.mark.parametrize(
    ("backend", "debug", "ids"),
    [(MEMORY, False, ["cop.E001"]), (NOTHING, False, ["cop.E001"]), (MEMORY, True, []), (REDIS, False, [])],
)
def test_cache_must_be_shared_outside_development(settings, backend, debug, ids):
    settings.DEBUG = debug
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}

    assert [problem.id for problem in cache_is_shared(None)] == ids


@pytest.mark.parametrize(("needed", "ids"), [(True, []), (False, ["cop.E002"])])
def test_staff_must_have_a_second_factor(settings, needed, ids):
    settings.STAFF_NEEDS_SECOND_FACTOR = needed

    assert [problem.id for problem in staff_need_a_second_factor(None)] == ids


@pytest.mark.parametrize(
    ("private", "ids"), [("/srv/private", []), ("/srv/media", ["cop.E003"]), ("/srv/media/private", ["cop.E003"])]
)
def test_private_files_must_lie_outside_the_public_ones(settings, private, ids):
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = Path("/srv/media"), Path(private)

    assert [problem.id for problem in private_files_are_apart(None)] == ids
