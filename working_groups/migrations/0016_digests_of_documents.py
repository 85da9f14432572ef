"""When and by whom a document was given its state, for digests; whom comments on documents mention."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("working_groups", "0015_changed_interest"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("document", "state_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "document",
            "state_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                condition=models.Q(("state_at__isnull", False)),
                fields=["group", "state_at"],
                name="working_groups_document_state",
            ),
        ),
        migrations.CreateModel(
            name="CommentMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="working_groups.documentcomment",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["member"],
                        name="working_groups_mention_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "member"), name="working_groups_one_comment_mention")
                ],
            },
        ),
    ]
