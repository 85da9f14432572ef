"""Parts of pages that this room writes itself: what was tested for accessibility."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cop.core import fragments

# Written by `make test` for the journey through all kinds of pages, kept with the code that it tested.
TESTED = Path(__file__).parent / "data" / "accessibility.json"


@lru_cache(maxsize=1)
def tested() -> dict[str, Any]:
    """What the last recorded run looked at."""
    found = json.loads(TESTED.read_text(encoding="utf-8"))
    return {**found, "day": parse_date(found["day"])}


def accessibility(request: HttpRequest | None) -> SafeString:
    return SafeString(render_to_string("home/fragments/accessibility.html", {"tested": tested()}))


fragments.register("accessibility", label=_("What was tested for accessibility"), render=accessibility)
