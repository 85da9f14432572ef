"""Makes the files of sample presentations: slides as PDF, and as a deck to go on working with."""

from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO

from fpdf import FPDF
from pptx import Presentation
from pptx.util import Pt

from .deck_texts import Slides

MARK = "Sample: invented for this demo"
WIDTH, HEIGHT = 254, 142.875
INK, SOFT, BLUE, HOT, TILES = (13, 27, 56), (75, 89, 117), (20, 70, 200), (240, 98, 45), (207, 220, 248)


def whole(title: str, names: str, slides: Slides) -> Slides:
    """With a first slide, and a last one that leads back."""
    return ((title, (names,) if names else ()), *slides, ("Thank you", ("Questions to ines@sample-agency.example",)))


def pdf(slides: Slides) -> bytes:
    """Slides of 16:9, each marked as a sample."""
    paper = FPDF(format=(HEIGHT, WIDTH), orientation="L", unit="mm")
    paper.set_auto_page_break(False)
    paper.set_title(slides[0][0])
    # The same slides are the same file, whenever they are made.
    paper.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    # PDF's own fonts know Western European letters only; authors are from everywhere.
    fonts = files("font_roboto") / "files"
    paper.add_font("Roboto", "", str(fonts / "Roboto-Regular.ttf"))
    paper.add_font("Roboto", "B", str(fonts / "Roboto-Bold.ttf"))
    for number, (title, lines) in enumerate(slides, start=1):
        paper.add_page()
        _tiles(paper, number)
        is_first = number == 1
        paper.set_xy(18, 44 if is_first else 18)
        paper.set_text_color(*INK)
        paper.set_font("Roboto", "B", 34 if is_first else 27)
        paper.multi_cell(168, 14 if is_first else 11, title, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.set_font("Roboto", "", 17)
        paper.set_text_color(*SOFT)
        paper.set_y(paper.get_y() + 8)
        for line in lines:
            paper.set_x(18)
            paper.multi_cell(172, 11, line if is_first else f"–  {line}", align="L", new_y="NEXT")
        paper.set_xy(18, HEIGHT - 14)
        paper.set_font("Roboto", "", 10)
        paper.cell(150, 6, MARK)
        paper.set_xy(WIDTH - 40, HEIGHT - 14)
        paper.cell(22, 6, f"{number}/{len(slides)}", align="R")
    return bytes(paper.output())


def deck(slides: Slides) -> bytes:
    """The same as a deck, with notes of the speaker, which the library takes out."""
    show = Presentation()
    for title, lines in slides:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
        box = slide.shapes.add_textbox(Pt(40), Pt(500), Pt(400), Pt(30))
        box.text_frame.text = MARK
        slide.notes_slide.notes_text_frame.text = "Notes of the speaker are never shown."
    out = BytesIO()
    show.save(out)
    return out.getvalue()


def _tiles(paper: FPDF, number: int) -> None:
    """A strip of squares at the side; one of them, another on each slide, is orange."""
    paper.set_fill_color(*BLUE)
    paper.rect(0, 0, 5, HEIGHT, style="F")
    for row in range(7):
        for column in range(3):
            if (row * 3 + column * 5 + number) % 4 == 0:
                continue
            is_hot = row == number % 7 and column == 1
            paper.set_fill_color(*(HOT if is_hot else TILES))
            paper.rect(202 + column * 15, 16 + row * 15, 12, 12, style="F", round_corners=True, corner_radius=2)
