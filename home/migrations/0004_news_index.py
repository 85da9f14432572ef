"""Puts the list of news below the home page, so that /news/ answers on a site without content."""

from django.db import migrations
from django.utils import timezone

SLUG = "news"
STEP = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def after(step):
    """The next step of a path: 0009 gives 000A."""
    number, digits = int(step, 36) + 1, ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(STEP, "0")


def add_news_index(apps, schema_editor):
    """Runs once; does nothing where a list of news, or another page at its place, exists."""
    home_model = apps.get_model("home", "HomePage")
    index_model = apps.get_model("news", "NewsIndexPage")
    page_model = apps.get_model("wagtailcore", "Page")
    type_model = apps.get_model("contenttypes", "ContentType")
    home = home_model.objects.filter(depth=2).first()
    if home is None or index_model.objects.exists():
        return
    below = page_model.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    if below.filter(slug=SLUG).exists():
        return
    last = below.order_by("path").last()

    content_type, _ = type_model.objects.get_or_create(app_label="news", model="newsindexpage")
    index_model.objects.create(
        title="News",
        draft_title="News",
        slug=SLUG,
        path=home.path + (after(last.path[-STEP:]) if last else "0001"),
        depth=home.depth + 1,
        numchild=0,
        url_path=f"{home.url_path}{SLUG}/",
        content_type=content_type,
        locale_id=home.locale_id,
        live=True,
        show_in_menus=True,
        first_published_at=timezone.now(),
        last_published_at=timezone.now(),
        summary="What happens in the community, and what it has learned.",
    )
    home.numchild += 1
    home.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_event_index"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(add_news_index, migrations.RunPython.noop)]
