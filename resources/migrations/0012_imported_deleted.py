import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def number_pages(apps, _schema_editor):
    apps.get_model("resources", "ImportedResource").objects.update(page_number=F("resource_id"))


class Migration(migrations.Migration):

    dependencies = [
        ("resources", "0011_proposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="importedresource",
            name="page_number",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="importedresource",
            name="resource",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imported",
                to="resources.resourcepage",
            ),
        ),
        migrations.RunPython(number_pages, migrations.RunPython.noop),
    ]
