"""Pictures made here: crops of the tile map in the site's colours, so that no photograph of a stranger is needed."""

from dataclasses import replace
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Collection

from cop.taxonomy import tilemap

COLLECTION, SAMPLES = "Tile map covers", "Tile map covers (sample)"
SQUARE = 120
GAP = 12
# Paper and tints of static/css/tokens.css, for pictures, which cannot follow the scheme.
PALETTES = {
    "plain": ("#eaf0fe", {"a": "#e4ebf9", "b": "#cfdcf8", "c": "#9fb9f3", "d": "#1446c8", "hot": "#f0622d"}),
    "warm": ("#fdefe8", {"a": "#fbe0d3", "b": "#f7c8b1", "c": "#f2a582", "d": "#b0380d", "hot": "#f0622d"}),
    "deep": ("#0b2467", {"a": "#143180", "b": "#1c3f99", "c": "#3a62c9", "d": "#93b4ff", "hot": "#f47a4a"}),
}


def cover(kind: str, seed: int, *, sample: bool):
    """An image of Wagtail's library, made once: 10 by 5 squares of the grid."""
    title = f"Tile map, {kind}, {seed}" + (" (sample)" if sample else "")
    model = get_image_model()
    if found := model.objects.filter(title=title).first():
        return found
    return model.objects.create(
        title=title,
        description="Squares on a grid, one for each region",
        file=ImageFile(_draw(kind, tilemap.COVERS[seed % len(tilemap.COVERS)]), name=f"tiles-{kind}-{seed}.png"),
        collection=collection(SAMPLES if sample else COLLECTION),
        width=10 * SQUARE,
        height=5 * SQUARE,
    )


def portrait(seed: int):
    """A square of the map in place of a photograph, for a sample speaker; made once."""
    kind = ("plain", "warm", "deep")[seed % 3]
    title = f"Tile map, portrait, {seed} (sample)"
    model = get_image_model()
    if found := model.objects.filter(title=title).first():
        return found
    crop = tilemap.COVERS[seed % len(tilemap.COVERS)]
    square = replace(crop, left=crop.left + 2, columns=crop.rows)
    return model.objects.create(
        title=title,
        description="Squares of the map in place of a photograph",
        file=ImageFile(_draw(kind, square), name=f"tiles-portrait-{seed}.png"),
        collection=collection(SAMPLES),
        width=square.columns * SQUARE,
        height=square.rows * SQUARE,
    )


def collection(name: str) -> Collection:
    """The collection of that name below the root."""
    return Collection.objects.filter(name=name).first() or Collection.get_first_root_node().add_child(name=name)


def _draw(kind: str, crop: tilemap.Crop) -> BytesIO:
    paper, colours = PALETTES[kind]
    picture = Canvas.new("RGB", (crop.columns * SQUARE, crop.rows * SQUARE), paper)
    pen = ImageDraw.Draw(picture)
    for tint, places in tilemap.squares(crop, frozenset({crop.hot})).items():
        for column, row in places:
            left, top = (column - crop.left) * SQUARE + GAP // 2, (row - crop.top) * SQUARE + GAP // 2
            pen.rounded_rectangle((left, top, left + SQUARE - GAP, top + SQUARE - GAP), radius=8, fill=colours[tint])
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    file.seek(0)
    return file
