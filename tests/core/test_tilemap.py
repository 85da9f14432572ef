"""Every ornament is a true crop of the table of regions."""

import csv
import re
from pathlib import Path

import pytest

from cop.taxonomy import tilemap

LINES = list(csv.DictReader(Path(tilemap.TABLE).read_text(encoding="utf-8").splitlines()))


def drawn(svg: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"M(\d+)\.1 (\d+)\.1h", svg)]


def test_grid_has_all_regions_of_the_table():
    assert len(LINES) == 244
    assert tilemap.grid() == {line["code"]: (int(line["col"]), int(line["row"])) for line in LINES}


@pytest.mark.parametrize("name", tilemap.CROPS)
def test_crop_draws_exactly_the_regions_inside_it(name):
    crop = tilemap.CROPS[name]
    inside = [
        (int(line["col"]), int(line["row"]))
        for line in LINES
        if 0 <= int(line["col"]) - crop.left < crop.columns and 0 <= int(line["row"]) - crop.top < crop.rows
    ]
    assert sorted(drawn(tilemap.tiles(name))) == sorted(inside)


def test_home_shows_all_regions_once():
    places = drawn(tilemap.tiles("home"))
    assert len(places) == len(set(places)) == 244


@pytest.mark.parametrize("crop", [*tilemap.COVERS, tilemap.CROPS["hero"], tilemap.CROPS["empty"]])
def test_hot_square_lies_inside_its_crop(crop):
    assert crop.holds(tilemap.grid()[crop.hot])


def test_cover_has_one_hot_square_and_is_the_same_for_the_same_seed():
    svg = tilemap.cover(9, "warm")
    hot = re.search(r'<path class="hot" d="([^"]+)"', svg)[1]
    assert len(drawn(hot)) == 1
    assert svg == tilemap.cover(9 + len(tilemap.COVERS), "warm")
    assert 'class="tiles cover cover--warm"' in svg


def test_a_region_has_the_same_tint_in_every_crop():
    brno = tilemap.grid()["CZ06"]
    kinds = {
        kind for crop in tilemap.CROPS.values() for kind, places in tilemap.squares(crop).items() if brno in places
    }
    assert kinds == {tilemap.tint(brno)}


def test_another_region_can_stand_out():
    hot = re.search(r'<path class="hot" d="([^"]+)"', tilemap.tiles("hero", hot="SI04"))[1]
    assert drawn(hot) == [tilemap.grid()["SI04"]]


def test_label_is_escaped_and_makes_a_picture_of_it():
    svg = tilemap.tiles("empty", label='"><script>')
    assert "<script>" not in svg
    assert 'role="img"' in svg
