from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('working_groups', '0014_group_months'),
    ]

    operations = [
        migrations.AddField(
            model_name='joinrequest',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='changed'),
        ),
    ]
