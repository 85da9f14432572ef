"""House rules that `manage.py check --deploy` refuses to break."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Error, Tags, register

from .players import host_of, player_of


@register(Tags.caches, deploy=True)
def cache_is_shared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With a cache per process the limits on log-in tries and the drops of kept pages stop nothing (traps.md no. 4)."""
    if settings.DEBUG or not isinstance(caches["default"], LocMemCache | DummyCache):
        return []
    return [
        Error(
            "The cache is not shared by all processes.",
            hint="Set CACHE_URL to Redis or Valkey (redis://…) or to the database (dbcache://…).",
            id="cop.E001",
        )
    ]


@register(Tags.security, deploy=True)
def staff_need_a_second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.STAFF_NEEDS_SECOND_FACTOR:
        return []
    return [Error("Staff may enter the admin without a second factor.", id="cop.E002")]


@register(Tags.security)
def embeds_may_load(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A video that editors may embed, but whose player the policy of the page refuses, stays blank after the visitor's
    yes; an origin that nothing needs weakens the policy."""
    frames = set(settings.THIRD_PARTIES.get("frame-src", ()))
    players = {host: f"https://{host_of(player_of(f'https://{host}/1'))}" for host in settings.EMBED_HOSTS}
    return [
        *(
            Error(
                f"Videos of {host} may be embedded, but their player at {player} may not load.",
                hint="Add it to FRAME_ORIGINS, or take the host out of EMBED_HOSTS.",
                id="cop.E004",
            )
            for host, player in players.items()
            if player not in frames
        ),
        *(
            checks.Warning(
                f"Pages may load frames of {origin}, but nothing of it can be embedded.",
                hint="Add its host to EMBED_HOSTS, or take it out of FRAME_ORIGINS.",
                id="cop.W001",
            )
            for origin in sorted(frames - set(players.values()))
        ),
    ]


@register(Tags.security, deploy=True)
def private_files_are_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whatever lies below MEDIA_ROOT is served to everybody who knows its address (traps.md no. 2)."""
    if settings.MEDIA_ROOT not in (settings.PRIVATE_ROOT, *settings.PRIVATE_ROOT.parents):
        return []
    return [Error("PRIVATE_ROOT lies inside MEDIA_ROOT.", id="cop.E003")]
