"""Takes away what the blocks have taken over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("home", "0007_text_into_blocks")]

    operations = [
        migrations.RemoveField("standardpage", "old_body"),
        migrations.RemoveField("homepage", "support_page"),
        migrations.DeleteModel("HomeFigure"),
        migrations.DeleteModel("HomeService"),
    ]
