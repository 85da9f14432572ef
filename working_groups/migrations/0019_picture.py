"""A picture for the face of a group and its card."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wagtailimages", "0027_image_description"), ("working_groups", "0018_public_face")]

    operations = [
        migrations.AddField(
            "workinggrouppage",
            "picture",
            models.ForeignKey(
                blank=True,
                help_text="An ornament of the page and of its card. Without one they show a crop of the tile map.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture",
            ),
        )
    ]
