"""Which public texts have been counted; since when pages that were closed are open to whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0006_numbers_as_text'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('number', models.PositiveBigIntegerField()),
                ('words', models.BinaryField()),
                ('is_counted', models.BooleanField(default=True)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['source', 'counted_at'], name='search_text_counted_at')],
                'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='search_text_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='PageOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(max_length=500)),
                ('moment', models.DateTimeField(db_index=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page', 'audience'), name='search_page_opened_once')],
            },
        ),
    ]
