"""Replaces Wagtail's welcome page by our home page and names the site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations


def open_front_door(apps, schema_editor):
    """Runs once; does nothing where a home page exists, and keeps any page that somebody else has made."""
    page_model = apps.get_model("wagtailcore", "Page")
    home_model = apps.get_model("home", "HomePage")
    site_model = apps.get_model("wagtailcore", "Site")
    type_model = apps.get_model("contenttypes", "ContentType")
    if home_model.objects.exists():
        return

    page_type = type_model.objects.get(app_label="wagtailcore", model="page")
    welcome = page_model.objects.filter(depth=2, slug="home", content_type=page_type, numchild=0).first()
    root = page_model.objects.get(depth=1)
    if welcome is None:
        return
    place, locale = welcome.path, welcome.locale
    site_model.objects.filter(root_page=welcome).delete()
    welcome.delete()

    content_type, _ = type_model.objects.get_or_create(app_label="home", model="homepage")
    home = home_model.objects.create(
        title="S3 Community of Practice",
        draft_title="S3 Community of Practice",
        slug="home",
        path=place,
        depth=2,
        numchild=0,
        url_path=f"{root.url_path}home/",
        content_type=content_type,
        locale=locale,
        live=True,
        summary="Where the people who write and run smart specialisation strategies meet, ask, and share what works.",
    )
    page_model.objects.filter(pk=root.pk).update(numchild=page_model.objects.filter(depth=2).count())
    address = urlsplit(settings.SITE_URL)
    site_model.objects.create(
        hostname=address.hostname,
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(open_front_door, migrations.RunPython.noop)]
