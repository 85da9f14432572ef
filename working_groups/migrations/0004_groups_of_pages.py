"""Each page of a group gets the row beside it."""

from django.db import migrations


def make_rows(apps, schema_editor):
    WorkingGroup = apps.get_model("working_groups", "WorkingGroup")
    WorkingGroupPage = apps.get_model("working_groups", "WorkingGroupPage")
    for page in WorkingGroupPage.objects.filter(group__isnull=True):
        WorkingGroup.objects.create(page=page)


class Migration(migrations.Migration):
    dependencies = [("working_groups", "0003_groups")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
