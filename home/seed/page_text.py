"""What the seed says about one standard page."""

from dataclasses import dataclass

from . import blocks


@dataclass(frozen=True)
class Text:
    """Where a page stands, and what it says: HTML, or blocks."""

    path: str
    title: str
    summary: str
    body: str | list[blocks.Block]

    @property
    def blocks(self) -> list[blocks.Block]:
        return blocks.text(self.body) if isinstance(self.body, str) else self.body
