"""Load the regions of NUTS 2024 (Eurostat codes and names) from the table beside this app; can run again."""

import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "nuts2024.csv"


def load(apps, schema_editor):
    Region = apps.get_model("taxonomy", "Region")
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = sorted(csv.DictReader(handle), key=lambda row: (int(row["level"]), row["code"]))
    eu = {row["code"] for row in rows if row["status"] == "nuts"}
    known = {row["code"] for row in rows}
    regions = [
        Region(
            code=row["code"],
            level=int(row["level"]),
            name=row["name"],
            name_local=row["name_local"],
            country_code=row["country"],
            parent_id=row["parent"] if row["parent"] in known else None,
            is_eu=row["code"] in eu,
        )
        for row in rows
    ]
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "name", "name_local", "country_code", "parent", "is_eu"],
    )


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
