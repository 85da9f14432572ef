"""Draws the icons of browsers and phones from our mark: `.venv/bin/python scripts/icons.py`, after it changes."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
# static/img/favicon.svg: three by three squares, one of them hot.
SQUARES = {
    "#1446c8": ((0, 0), (2, 0), (1, 1), (1, 2), (2, 2)),
    "#9fb9f3": ((1, 0), (0, 1)),
    "#f0622d": ((2, 1),),
}
# File: pixels, part of the picture that the mark fills, paper.
ICONS = {
    "icon-32.png": (32, 1.0, None),
    "icon-180.png": (180, 0.7, "#ffffff"),
    "icon-192.png": (192, 0.86, None),
    "icon-512.png": (512, 0.86, None),
    # Phones cut this one to any shape: only the middle circle is sure to be seen.
    "icon-512-maskable.png": (512, 0.54, "#ffffff"),
}
FINER = 4


def draw(pixels: int, part: float, paper: str | None) -> Image.Image:
    """The mark in the middle of its picture; drawn larger and made smaller, for smooth corners."""
    size = pixels * FINER
    picture = Image.new("RGBA", (size, size), paper or (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    cell = size * part / 3
    edge = (size - 3 * cell) / 2
    gap = cell * 0.07
    for colour, places in SQUARES.items():
        for column, row in places:
            left, top = edge + column * cell + gap, edge + row * cell + gap
            side = cell - 2 * gap
            pen.rounded_rectangle((left, top, left + side, top + side), radius=cell * 0.09, fill=colour)
    return picture.resize((pixels, pixels), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for name, (pixels, part, paper) in ICONS.items():
        draw(pixels, part, paper).save(FOLDER / name, optimize=True)
        print(name)
