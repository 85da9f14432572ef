"""A letter from one member to another is no message to the secretariat: the two models had one name."""

from django.db import migrations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def rename_rights(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rights that somebody was given stay with them; the table of roles would make new ones and leave these behind."""
    _rename(apps, "contactmessage", "memberletter")


def rename_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, "memberletter", "contactmessage")


def _rename(apps: StateApps, old: str, new: str) -> None:
    permissions = apps.get_model("auth", "Permission")
    for action in ("add", "change", "delete", "view"):
        permissions.objects.filter(content_type__app_label="members", codename=f"{action}_{old}").update(
            codename=f"{action}_{new}"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("members", "0003_rights"),
    ]

    operations = [
        migrations.RenameModel(old_name="ContactMessage", new_name="MemberLetter"),
        migrations.RunPython(rename_rights, rename_back),
    ]
