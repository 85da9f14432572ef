"""What a table of words needs of its database beside its columns; used in migrations."""

from typing import Any

from django.db.migrations.operations.base import Operation

POSTGRESQL = """
ALTER TABLE {table} SET (toast_tuple_target = 128);
ALTER TABLE {table}
    ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title)) STORED,
    ADD COLUMN text_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title || ' ' || text)) STORED;
CREATE INDEX {title_index} ON {table} USING gin (title_vector) WITH (fastupdate = off);
CREATE INDEX {text_index} ON {table} USING gin (text_vector) WITH (fastupdate = off);
"""

SQLITE = [
    "CREATE VIRTUAL TABLE {fts} USING fts5(title, text, content={table}, content_rowid={pk})",
    (
        "CREATE TRIGGER {added} AFTER INSERT ON {table} BEGIN "
        "INSERT INTO {fts}(rowid, title, text) VALUES (NEW.{pk}, NEW.title, NEW.text); END"
    ),
    (
        "CREATE TRIGGER {removed} AFTER DELETE ON {table} BEGIN "
        "INSERT INTO {fts}({fts}, rowid, title, text) VALUES ('delete', OLD.{pk}, OLD.title, OLD.text); END"
    ),
    (
        "CREATE TRIGGER {changed} AFTER UPDATE ON {table} BEGIN "
        "INSERT INTO {fts}({fts}, rowid, title, text) VALUES ('delete', OLD.{pk}, OLD.title, OLD.text); "
        "INSERT INTO {fts}(rowid, title, text) VALUES (NEW.{pk}, NEW.title, NEW.text); END"
    ),
]


class FullText(Operation):
    """Give a model derived from `RowWords` the index of its database: columns, indexes or a shadow table that follow
    each write by themselves, so that no way of writing can forget them.

    The main rows stay small (`toast_tuple_target`): a common word is found on a tenth of the pages of the disk.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models know of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        meta = to_state.apps.get_model(app_label, self.model_name)._meta
        quote = schema_editor.quote_name
        table = meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                POSTGRESQL.format(
                    table=quote(table), title_index=quote(f"{table}_title"), text_index=quote(f"{table}_text")
                )
            )
            return
        names = {name: quote(f"{table}_{name}") for name in ("fts", "added", "removed", "changed")}
        for statement in SQLITE:
            schema_editor.execute(statement.format(table=quote(table), pk=quote(meta.pk.column), **names), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"ALTER TABLE {quote(table)} DROP COLUMN title_vector, DROP COLUMN text_vector", params=None
            )
            return
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER {quote(f'{table}_{name}')}", params=None)
        schema_editor.execute(f"DROP TABLE {quote(f'{table}_fts')}", params=None)

    def describe(self) -> str:
        return f"Let the database index the words of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model_name.lower()}_full_text"


class IndexOfPages(Operation):
    """An index for what Wagtail asks of its table: title and body as one.

    Wagtail indexes each by itself, which PostgreSQL cannot use for the two together: it read the words of all pages at
    each search. On SQLite the table is an index already.
    """

    reduces_to_sql = True
    reversible = True
    name = "search_pages_words"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models know of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = to_state.apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
            schema_editor.execute(f"CREATE INDEX {self.name} ON {table} USING gin ((title || body))", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.name}", params=None)

    def describe(self) -> str:
        return "Let PostgreSQL find pages by title and text together"

    @property
    def migration_name_fragment(self) -> str:
        return "index_of_pages"


class NumbersAsText(Operation):
    """An index for the way from Wagtail's index to a page, whose number stands there as a text.

    Without it PostgreSQL reads all pages at each search. SQLite goes the other way.
    """

    reduces_to_sql = True
    reversible = True
    name = "search_pages_number"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models know of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = to_state.apps.get_model("wagtailcore", "Page")._meta.db_table
            schema_editor.execute(f"CREATE INDEX {self.name} ON {table} ((id::varchar(50)))", params=None)
            # Until PostgreSQL has seen that each number is there once, it does not choose the index.
            schema_editor.execute(f"ANALYZE {table}", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.name}", params=None)

    def describe(self) -> str:
        return "Let PostgreSQL go from the index of words to pages"

    @property
    def migration_name_fragment(self) -> str:
        return "numbers_as_text"
