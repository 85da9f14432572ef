"""Time zones to choose from, by part of the world, as people know them."""

import zoneinfo
from functools import cache

PARTS = ("Europe", "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


@cache
def known_time_zones() -> frozenset[str]:
    """The names of all; read from the disk once, it takes milliseconds."""
    return frozenset(zoneinfo.available_timezones())


@cache
def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """[("Europe", [("Europe/Brussels", "Brussels"), …]), …]; Europe first."""
    groups: dict[str, list[tuple[str, str]]] = {part: [] for part in PARTS}
    for name in sorted(known_time_zones()):
        part, _slash, place = name.partition("/")
        if place and part in groups:
            groups[part].append((name, place.replace("_", " ").replace("/", ", ")))
    return [*groups.items(), ("UTC", [("UTC", "UTC")])]
