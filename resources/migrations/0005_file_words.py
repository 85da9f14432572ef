import django.db.models.deletion
from django.db import migrations, models

import cop.search.row_index
from cop.search.full_text import FullText


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0004_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileWords',
            fields=[
                ('scope', models.PositiveBigIntegerField()),
                ('moment', models.DateTimeField()),
                ('title', cop.search.row_index.WordsField()),
                ('text', cop.search.row_index.WordsField()),
                ('source', models.CharField(max_length=32)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_words', serialize=False, to='resources.filetext')),
            ],
            options={
                'abstract': False,
            },
        ),
        FullText('FileWords'),
    ]
