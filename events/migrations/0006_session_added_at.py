"""When a session came into the programme."""

from datetime import UTC, datetime

import django.utils.timezone
from django.db import migrations, models

# Those that are there already are nothing new.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_slides'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='added_at',
            field=models.DateTimeField(default=LONG_AGO, editable=False),
        ),
        migrations.AlterField(
            model_name='session',
            name='added_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
    ]
