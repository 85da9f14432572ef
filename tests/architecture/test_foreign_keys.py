"""Foreign keys point the way imports do: down, or to the user model through its setting."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent


def rooms_from_the_highest() -> list[str]:
    """The order of the rooms, as import-linter holds it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return [layer.strip("()") for layer in layers]


def foreign_keys() -> list[tuple[str, str, str]]:
    """(room, field, room pointed at) for every relation between our models."""
    order = rooms_from_the_highest()
    found = []
    for config in apps.get_app_configs():
        if config.name not in order:
            continue
        for model in config.get_models():
            for field in model._meta.get_fields():
                if not (field.concrete and field.is_relation) or field.related_model is None:
                    continue
                target = field.related_model._meta
                found.append((config.name, f"{model._meta.label}.{field.name}", target.app_config.name, target.label))
    return found


def test_foreign_keys_point_down():
    order = rooms_from_the_highest()
    keys = [key for key in foreign_keys() if key[2] in order]
    assert len(keys) > 20

    wrong = [
        (field, label)
        for room, field, target, label in keys
        if order.index(target) < order.index(room) and label != settings.AUTH_USER_MODEL
    ]

    assert wrong == []


def test_every_room_of_ours_has_its_place_in_the_order():
    ours = {
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    }

    assert ours - set(rooms_from_the_highest()) == set()
