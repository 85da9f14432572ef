"""Moves what editors have written into blocks: texts and their drafts, services, figures and support of the home page.

Running it again changes nothing: a page that has blocks already is left alone.
"""

import json
import re
import uuid

from django.db import migrations

HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
# What stood in the template until now.
SERVICES = (
    "What you can do here",
    "From the first question to a finished piece of work, with people who have the same task elsewhere.",
)
SUPPORT = (
    "Your challenge, twenty days of expertise",
    ("Authorities in charge of S3 and ERDF managing authorities can ask for targeted support at any time. A topic "
    "meeting follows within a month of the cut-off date."),
)
STEPS = (
    ("Describe the challenge", "Requests are open all the time."),
    ("Cut-off date", "About every three months."),
    ("Topic meeting", "Within one month."),
    ("Experts start", "Within two months."),
)


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def item(value):
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def blocks_of(html):
    """Headings of the first level become blocks of their own; what stands between them stays text."""
    found = []
    for number, part in enumerate(HEADING.split(html or "")):
        if number % 2:
            # A heading with a link in it, or longer than its block takes, stays in the text.
            if "<a" in part or len(TAG.sub("", part)) > 120:
                found.append(block("text", f"<h2>{part}</h2>"))
            else:
                found.append(block("heading", {"text": plain(part), "level": "2", "anchor": ""}))
        elif part.strip():
            found.append(block("text", part.strip()))
    return found


def plain(html):
    from html import unescape

    return " ".join(unescape(TAG.sub("", html)).split())


def is_stream(text):
    try:
        return isinstance(json.loads(text), list)
    except (TypeError, ValueError):
        return False


def move_texts(apps, schema_editor):
    page_model = apps.get_model("home", "StandardPage")
    for page in page_model.objects.exclude(old_body=""):
        if not page.body:
            page_model.objects.filter(pk=page.pk).update(body=blocks_of(page.old_body))


def move_drafts(apps, schema_editor):
    """What is written and not yet published lies in revisions, as it would in the row."""
    type_model = apps.get_model("contenttypes", "ContentType")
    revision_model = apps.get_model("wagtailcore", "Revision")
    kind = type_model.objects.filter(app_label="home", model="standardpage").first()
    for revision in revision_model.objects.filter(content_type=kind).iterator() if kind else ():
        text = revision.content.get("body")
        if isinstance(text, str) and not is_stream(text):
            revision.content["body"] = json.dumps(blocks_of(text))
            revision.save(update_fields=["content"])


def compose_home(apps, schema_editor):
    home_model = apps.get_model("home", "HomePage")
    for home in home_model.objects.all():
        if home.body:
            continue
        parts = [block("next_event", None)]
        services = [
            item({"title": each.title, "text": each.text, "icon": each.icon, "page": each.link_id, "address": ""})
            for each in home.services.order_by("sort_order", "pk")
        ]
        if services:
            parts.append(block("services", {"title": SERVICES[0], "text": SERVICES[1], "items": services}))
        figures = [item({"value": each.value, "label": each.label}) for each in home.figures.order_by("sort_order", "pk")]
        if figures:
            parts.append(block("figure_band", {"title": "The community in figures", "items": figures}))
        parts += [block("latest", None), block("criteria", None)]
        if home.support_page_id:
            button = {"label": "How targeted support works", "page": home.support_page_id, "address": ""}
            steps = [item({"title": title, "text": text}) for title, text in STEPS]
            parts.append(block("step_band", {"title": SUPPORT[0], "text": SUPPORT[1], "button": button, "items": steps}))
        home_model.objects.filter(pk=home.pk).update(body=parts)


def move(apps, schema_editor):
    move_texts(apps, schema_editor)
    move_drafts(apps, schema_editor)
    compose_home(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_blocks"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
