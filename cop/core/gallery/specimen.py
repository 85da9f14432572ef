"""What a sample in the gallery is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from cop.core import components

FLOW = "flow"
GRID = "grid"
ROWS = "rows"
RESULTS = "results"
CELLS = "cells"


@dataclass(frozen=True)
class Specimen:
    """One component in the gallery: its name and the parameters of each sample."""

    name: str
    samples: list[dict[str, Any]]
    layout: str = ""

    @property
    def signature(self) -> str:
        """The parameters as one would write them."""
        component = components.find(self.name)
        return " · ".join([*sorted(component.needed), *(f"[{name}]" for name in component.optional)])

    def rendered(self) -> Iterator[SafeString]:
        return (components.render(self.name, **sample) for sample in self.samples)


@dataclass(frozen=True)
class Group:
    slug: str
    title: str
    specimens: list[Specimen] = field(default_factory=list)
