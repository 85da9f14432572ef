"""Reads whose SQL is written once: Django's ORM builds and compiles the statement at the first call, later calls bind.

Writing the SQL of a wide join takes Django longer than PostgreSQL needs to answer it. A hot read says once how its
queryset is made from its arguments:

    @prepared
    def sessions_at(event_id: int) -> QuerySet[Session]:
        return Session.objects.filter(event_id=event_id).select_related("room")

    for session in sessions_at(12): …

The function runs with stand-ins in place of numbers, texts and moments, once for each *shape* of its arguments, so it
must not look at such a value, only pass it on to the database. What may decide about the statement itself (None, True
and False, members of an enumeration, tuples, and of a user: visitor, member or superuser) belongs to the shape.
"""

import copy
import datetime
import enum
import functools
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Shapes are few; should somebody make one of every list of ids, memory still has an end.
MOST = 1000
# Values that no row of ours has; recognised among the parameters of the finished statement. Numbers fit a column of
# 32 bits, or Django would find that nothing can be equal to them.
NUMBER, TEXT, MOMENT = 2_113_000_000, "\ue000%d\ue001", datetime.datetime(2871, 1, 1, tzinfo=datetime.UTC)


class Unpreparable(Exception):
    """The statement does not hold each argument as it was given, so that it cannot be bound anew."""


def prepared[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The rows of the queryset that `build` makes, as a list; arguments by position. Raises `Unpreparable`."""

    @functools.wraps(build)
    def rows(*arguments: Any) -> list[Row]:
        read = [_argument(number, given) for number, given in enumerate(arguments)]
        # A connection keeps its own: what reads its rows is bound to it.
        connection = connections[DEFAULT_DB_ALIAS]
        kept: dict[Hashable, _Statement | None] = connection.__dict__.setdefault("prepared_statements", {})
        key = (build, *(each.shape for each in read))
        if key not in kept:
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = _compiled(build, read, connection)
        statement = kept[key]
        return statement.rows(read, connection) if statement else []

    return rows  # type: ignore[return-value]


class _Argument(NamedTuple):
    """What an argument says about the statement, what stands in for it while the SQL is written, what is bound."""

    shape: Hashable
    stand_in: Any
    # Looked for among the parameters; None where nothing is bound.
    mark: Any = None
    value: Any = None
    is_needed: bool = True


def _argument(number: int, given: Any) -> _Argument:
    if hasattr(given, "is_authenticated"):
        if not (given.is_authenticated and given.is_active):
            return _Argument("visitor", AnonymousUser())
        mark = NUMBER + number
        user = get_user_model()(pk=mark, is_active=True, is_superuser=given.is_superuser)
        return _Argument(("member", given.is_superuser), user, mark, given.pk, is_needed=False)
    if isinstance(given, bool | enum.Enum) or not isinstance(given, int | str | datetime.datetime):
        return _Argument(given, given)
    if isinstance(given, int):
        return _Argument(int, NUMBER + number, NUMBER + number, given)
    if isinstance(given, str):
        return _Argument(str, TEXT % number, TEXT % number, given)
    moment = MOMENT + datetime.timedelta(days=number)
    return _Argument(datetime.datetime, moment, moment, given)


def _compiled(build: Callable, read: list[_Argument], connection: "BaseDatabaseWrapper") -> "_Statement | None":
    queryset = build(*(each.stand_in for each in read))
    try:
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    places: list[tuple[int, int, Callable[[Any], Any]]] = []
    for number, each in enumerate(read):
        is_moment = isinstance(each.mark, datetime.datetime)
        adapt = connection.ops.adapt_datetimefield_value if is_moment else None
        mark = adapt(each.mark) if adapt else each.mark
        found = [place for place, parameter in enumerate(parameters) if mark is not None and parameter == mark]
        if each.is_needed and each.mark is not None and not found:
            raise Unpreparable(f"{build.__qualname__}: argument {number} is not in the statement as it was given.")
        # PostgreSQL is told the width of a number by its type.
        places += [(place, number, adapt or type(parameters[place])) for place in found]
    bound = {place for place, _, _ in places}
    if any(TEXT[0] in str(parameter) for place, parameter in enumerate(parameters) if place not in bound):
        raise Unpreparable(f"{build.__qualname__}: an argument is part of another value.")
    parameters = list(parameters)
    if connection.vendor == "postgresql":
        sql = _literals(sql, parameters, bound, connection)
        order = sorted(bound)
        parameters = [parameters[place] for place in order]
        places = [(order.index(place), number, adapt) for place, number, adapt in places]
    return _Statement(queryset, compiler, sql, parameters, places)


class _Statement:
    """A finished statement with the places where values are bound."""

    def __init__(
        self,
        queryset: QuerySet,
        compiler: Any,
        sql: str,
        parameters: list[Any],
        places: list[tuple[int, int, Callable[[Any], Any]]],
    ) -> None:
        self.queryset, self.compiler = queryset, compiler
        self.sql, self.parameters, self.places = sql, parameters, places
        fields = [column[0] for column in compiler.select[0 : compiler.col_count]]
        self.converters = compiler.get_converters(fields)
        self.locks = queryset.query.select_for_update

    def rows(self, read: list[_Argument], connection: "BaseDatabaseWrapper") -> list[Any]:
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("A row is locked inside a transaction only.")
        parameters = self.parameters.copy()
        for place, number, adapt in self.places:
            parameters[place] = adapt(read[number].value)
        compiler = copy.copy(self.compiler)
        compiler.as_sql = lambda: (self.sql, tuple(parameters))
        compiler.get_converters = lambda _: self.converters
        if connection.vendor == "postgresql":
            compiler.connection = _ServerBinding(connection)
        # A queryset that has not been evaluated, around a query that hands out the finished compiler.
        ready = self.queryset.__class__.__new__(self.queryset.__class__)
        ready.__dict__.update(self.queryset.__dict__)
        ready._query = _Query(self.queryset.query, compiler)
        return list(ready._iterable_class(ready))


def _literals(sql: str, parameters: list[Any], bound: set[int], connection: "BaseDatabaseWrapper") -> str:
    """The statement with all that never changes written into it, so that the server knows every type."""
    texts = sql.replace("%%", "\0").split("%s")
    whole = [texts[0]]
    for place, text in enumerate(texts[1:]):
        literal = connection.ops.compose_sql("%s", [parameters[place]]).replace("%", "\0")
        whole += ["%s" if place in bound else literal, text]
    return "".join(whole).replace("\0", "%%")


class _Query:
    """Stands for the query while its rows are read."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *arguments: Any, **named: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class _ServerBinding:
    """Stands for a connection to PostgreSQL: its cursors send values apart from the SQL, so that the server can keep
    the plan (Django's own put them into the SQL, which is new each time)."""

    def __init__(self, connection: "BaseDatabaseWrapper") -> None:
        self._connection = connection

    def cursor(self) -> Any:
        from django.db.backends.postgresql.base import ServerBindingCursor

        cursor = self._connection.cursor()
        own = cursor.cursor
        cursor.cursor = ServerBindingCursor(self._connection.connection)
        own.close()
        return cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
