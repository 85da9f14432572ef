"""Topics of a group, for its public face and the filter of the list."""

import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_load_regions"), ("working_groups", "0017_search_words")]

    operations = [
        migrations.CreateModel(
            name="GroupTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_items",
                        to="working_groups.workinggrouppage",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group_items", to="taxonomy.topic"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            "workinggrouppage",
            "topics",
            modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="working_groups.GroupTopic",
                to="taxonomy.Topic",
                verbose_name="topics",
            ),
        ),
    ]
