"""Puts the list of events below the home page, so that /events/ answers on a site without content."""

from django.db import migrations
from django.utils import timezone

SLUG = "events"


def add_event_index(apps, schema_editor):
    """Runs once; does nothing where a list of events, or another page at its place, exists."""
    home_model = apps.get_model("home", "HomePage")
    index_model = apps.get_model("events", "EventIndexPage")
    page_model = apps.get_model("wagtailcore", "Page")
    type_model = apps.get_model("contenttypes", "ContentType")
    home = home_model.objects.filter(depth=2).first()
    if home is None or index_model.objects.exists():
        return
    if page_model.objects.filter(path__startswith=home.path, depth=home.depth + 1).exists():
        return

    content_type, _ = type_model.objects.get_or_create(app_label="events", model="eventindexpage")
    index_model.objects.create(
        title="Events",
        draft_title="Events",
        slug=SLUG,
        path=f"{home.path}0001",
        depth=home.depth + 1,
        numchild=0,
        url_path=f"{home.url_path}{SLUG}/",
        content_type=content_type,
        locale_id=home.locale_id,
        live=True,
        show_in_menus=True,
        first_published_at=timezone.now(),
        last_published_at=timezone.now(),
        summary="The S3 Forum and the other events of the community, coming and past.",
    )
    home.numchild = 1
    home.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_front_door"),
        ("events", "0001_initial"),
    ]

    operations = [migrations.RunPython(add_event_index, migrations.RunPython.noop)]
