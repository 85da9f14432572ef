"""Makes the files of sample papers and tools: pages of A4, and a sheet that counts."""

from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO

from fpdf import FPDF
from openpyxl import Workbook
from openpyxl.styles import Font

from .deck_files import BLUE, HOT, INK, MARK, SOFT, TILES

MARGIN, WIDTH, HEIGHT = 26, 210, 297


class Paper(FPDF):
    """A4, marked as a sample at the foot of every page."""

    def footer(self) -> None:
        """What stands at the foot."""
        self.set_y(-18)
        self.set_font("Roboto", "", 9)
        self.set_text_color(*SOFT)
        self.cell(0, 6, MARK)
        self.set_x(-MARGIN - 20)
        self.cell(20, 6, f"{self.page_no()}", align="R")


def pdf(title: str, kind: str, names: str, text: str) -> bytes:
    """A paper: its title on a band of tiles, then headings, paragraphs and lists."""
    paper = Paper(format="A4")
    # The same words are the same file, whenever they are made.
    paper.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    paper.set_title(title)
    fonts = files("font_roboto") / "files"
    paper.add_font("Roboto", "", str(fonts / "Roboto-Regular.ttf"))
    paper.add_font("Roboto", "B", str(fonts / "Roboto-Bold.ttf"))
    paper.set_margins(MARGIN, MARGIN)
    paper.set_auto_page_break(True, margin=30)
    paper.add_page()
    _head(paper, title, kind, names)
    for block in text.strip().split("\n\n"):
        _block(paper, block)
    return bytes(paper.output())


def _head(paper: FPDF, title: str, kind: str, names: str) -> None:
    paper.set_fill_color(*BLUE)
    paper.rect(0, 0, WIDTH, 6, style="F")
    for column in range(12):
        for row in range(2):
            if (column * 5 + row * 3 + len(title)) % 4 == 0:
                continue
            is_hot = (column, row) == (len(title) % 12, 1)
            paper.set_fill_color(*(HOT if is_hot else TILES))
            paper.rect(MARGIN + column * 13.3, 16 + row * 13.3, 11, 11, style="F", round_corners=True, corner_radius=2)
    paper.set_xy(MARGIN, 52)
    paper.set_font("Roboto", "B", 11)
    paper.set_text_color(*BLUE)
    paper.cell(0, 6, kind, new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    paper.set_font("Roboto", "B", 25)
    paper.set_text_color(*INK)
    paper.multi_cell(0, 11, title, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    paper.set_font("Roboto", "", 11)
    paper.set_text_color(*SOFT)
    paper.multi_cell(0, 6, names, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(8)


def _block(paper: FPDF, block: str) -> None:
    if block.startswith("# "):
        paper.ln(3)
        paper.set_font("Roboto", "B", 15)
        paper.set_text_color(*INK)
        paper.multi_cell(0, 8, block[2:], align="L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(1)
        return
    paper.set_font("Roboto", "", 11.5)
    paper.set_text_color(*INK)
    lines = (
        [f"–  {line[2:]}" for line in block.split("\n")] if block.startswith("- ") else [" ".join(block.split("\n"))]
    )
    for line in lines:
        paper.multi_cell(0, 6.6, line, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)


def sheet() -> bytes:
    """Three numbers a quarter for each priority, and a sum that says when one is missing."""
    book = Workbook()
    page = book.active
    page.title = "Three numbers"
    page.append([MARK])
    page.append([])
    page.append(["Priority", "Quarter", "Put in", "Came out", "Changed", "Complete?"])
    for cell in page[3]:
        cell.font = Font(bold=True)
    for number, priority in enumerate(("Wood that lasts", "Health at home", "Machines that mend"), start=4):
        page.append(
            [priority, "2026-Q1", number * 12, number * 3, number, f'=IF(COUNT(C{number}:E{number})=3,"yes","no")']
        )
    page.column_dimensions["A"].width = 26
    out = BytesIO()
    book.save(out)
    return out.getvalue()
