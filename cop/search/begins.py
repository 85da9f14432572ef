"""Folded words in a column, and the lookup `…__begins` that both databases answer from its index."""

from typing import Any

from django.db import models


class FoldedField(models.CharField):
    """Words as `cop.core.folding.tokens` gives them, with a space between: letters and digits only."""


@FoldedField.register_lookup
class Begins(models.Lookup):
    """Django's `startswith` is not answered by an index on SQLite."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._with("LIKE", "%", compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._with("GLOB", "*", compiler, connection)

    def _with(self, operator: str, rest: str, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        # What stands in such a column holds none of the signs that these patterns know.
        begin = "".join(char for char in str(self.rhs) if char.isalnum() or char == " ")
        column, params = self.process_lhs(compiler, connection)
        return f"{column} {operator} %s", [*params, f"{begin}{rest}"]
