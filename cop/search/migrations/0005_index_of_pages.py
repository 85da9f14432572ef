"""Title and text of pages as one, indexed."""

from django.db import migrations

from cop.search.full_text import IndexOfPages


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_recommended_and_silent'),
        ('wagtailsearch', '0010_add_text_fields'),
    ]

    operations = [IndexOfPages()]
