"""Since when somebody who came back had been away."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('working_groups', '0020_published_documents'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='away_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
