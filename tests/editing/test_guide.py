"""The editors' guide: every picture it shows is there, small, and made by the script."""

import re

from django.conf import settings

GUIDE = (settings.BASE_DIR / "docs/editors-guide.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[[^\]]+\]\(images/(guide-[a-z-]+)\.png\)", GUIDE)
FOLDER = settings.BASE_DIR / "docs/images"


def test_every_picture_of_the_guide_exists_and_no_other():
    assert len(SHOWN) == len(set(SHOWN))
    assert set(SHOWN) == {path.stem for path in FOLDER.glob("guide-*.png")}


def test_script_makes_exactly_the_pictures_of_the_guide():
    script = (settings.BASE_DIR / "scripts/screenshots.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r'"(guide-[a-z-]+)"', script)) == sorted(SHOWN)


def test_pictures_are_small():
    heavy = {path.name: path.stat().st_size for path in FOLDER.glob("guide-*.png") if path.stat().st_size > 60_000}
    assert heavy == {}
    assert sum(path.stat().st_size for path in FOLDER.glob("guide-*.png")) < 700_000
