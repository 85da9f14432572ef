"""The database itself refuses to change a line of the audit log, whoever asks.

Removing old lines stays possible: the retention rule does it, and tests empty tables so. On SQLite a later migration
that alters this table makes it anew, and must make the trigger anew as well (a test says so).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE, TRIGGER = "privacy_auditentry", "privacy_auditentry_stays"
MAKE = {
    "sqlite": [
        (f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'lines of the audit log are not changed'); END")
    ],
    "postgresql": [
        (f"CREATE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'lines of the audit log are not changed' USING ERRCODE = '23514'; END $$"),
        f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TRIGGER}()",
    ],
}
DROP = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TRIGGER}"],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TRIGGER} ON {TABLE}", f"DROP FUNCTION IF EXISTS {TRIGGER}()"],
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_dormant")]

    operations = [migrations.RunPython(make, drop)]
