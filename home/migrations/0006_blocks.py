"""Room for blocks beside the old text, which the next migration moves into them."""

import cop.core.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_review_by"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RenameField("standardpage", "body", "old_body"),
        migrations.AddField(
            "standardpage", "body", cop.core.fields.BodyField(blank=True, verbose_name="content"), preserve_default=False
        ),
        migrations.AddField(
            "standardpage",
            "picture",
            models.ForeignKey(
                blank=True,
                help_text="An ornament beside the title, and what people see who share the page. Without: squares.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture",
            ),
        ),
        migrations.AddField(
            "homepage", "body", cop.core.fields.BodyField(blank=True, verbose_name="parts"), preserve_default=False
        ),
        migrations.AddField(
            "homepage",
            "lead",
            models.TextField(
                blank=True,
                default="Regions across the EU decide where their strengths in research and innovation lie. Here the "
                "people who write and run those strategies meet, ask, and share what works.",
                max_length=300,
                verbose_name="lead",
            ),
        ),
    ]
