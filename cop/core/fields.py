"""A StreamField whose blocks stay out of migrations: editors' blocks change often, the column never does."""

from typing import Any

from django.db import models
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField


class BodyField(StreamField):
    """Content composed from blocks.

    A migration sees the column and not the blocks, so that a new block needs none. There the value is the plain list
    as it is stored ([{"type", "value", "id"}, …]), which a data migration can read, change and save.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        self.is_historical = not block_types
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or StreamBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict[str, Any]]:
        name, path, _args, kwargs = models.Field.deconstruct(self)
        # Neither the blocks nor the ones that a page begins with.
        kwargs.pop("default", None)
        return name, path, [], kwargs

    def to_python(self, value: Any) -> Any:
        if not self.is_historical:
            return super().to_python(value)
        return value if isinstance(value, list) else []

    def get_default(self) -> Any:
        return [] if self.is_historical else super().get_default()
