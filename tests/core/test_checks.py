"""`check --deploy` refuses what the house forbids."""

from pathlib import Path

import pytest

from cop.core.checks import cache_is_shared, embeds_may_load, private_files_are_apart, staff_need_a_second_factor

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


@pytest.mark.parametrize(
    ("hosts", "frames", "ids"),
    [
        (["youtu.be", "vimeo.com"], ["https://www.youtube-nocookie.com", "https://player.vimeo.com"], []),
        (["youtu.be"], [], ["cop.E004"]),
        # The address of the page is not the address of the player.
        (["youtu.be"], ["https://youtu.be"], ["cop.E004", "cop.W001"]),
        (["maps.example"], ["https://maps.example"], []),
        ([], ["https://maps.example"], ["cop.W001"]),
        ([], [], []),
    ],
)
def test_what_may_be_embedded_and_what_may_load_must_agree(settings, hosts, frames, ids):
    settings.EMBED_HOSTS, settings.THIRD_PARTIES = hosts, {"frame-src": frames}

    assert [problem.id for problem in embeds_may_load(None)] == ids


def test_settings_of_the_house_agree_about_embeds():
    assert embeds_may_load(None) == []
