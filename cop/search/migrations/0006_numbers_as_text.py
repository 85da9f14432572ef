"""From the index of words to the pages, by an index."""

from django.db import migrations

from cop.search.full_text import NumbersAsText


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_index_of_pages'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [NumbersAsText()]
