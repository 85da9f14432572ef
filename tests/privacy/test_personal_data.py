"""Every model with personal data is declared: exported and erased, or with a reason why not."""

import re

from django.apps import apps
from django.conf import settings
from django.db import models

from cop.privacy import personal_data

NAMED_LIKE = re.compile(r"(^|_)(e?mail|name|ip|address|phone|user_agent|username|to|sender)$")


def looks_personal(field: models.Field) -> bool:
    """Does it point to a member, or is it called or typed like something that one knows a person by?"""
    if field.is_relation:
        related = field.related_model
        return related is not None and related._meta.label == settings.AUTH_USER_MODEL
    if isinstance(field, models.EmailField | models.GenericIPAddressField):
        return True
    return isinstance(field, models.CharField | models.TextField) and bool(NAMED_LIKE.search(field.name))


def personal_fields(model: type[models.Model]) -> list[str]:
    """Fields of the model's own; what a page inherits is Page's."""
    own = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field.name for field in own if looks_personal(field)]


def models_with_personal_data() -> dict[str, list[str]]:
    found = {model._meta.label: personal_fields(model) for model in apps.get_models(include_auto_created=False)}
    return {label: fields for label, fields in found.items() if fields}


def test_every_model_with_personal_data_is_declared():
    found = models_with_personal_data()
    assert {"members.User", "account.EmailAddress", "usersessions.UserSession", "events.Registration"} <= set(found)

    missing = {label: fields for label, fields in found.items() if label not in personal_data.declarations()}

    assert missing == {}, "Declare them with cop.privacy.personal_data.declare in the room's ready()."


def test_a_new_model_that_points_to_a_member_would_be_found():
    class Diary(models.Model):
        keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
        phone = models.CharField(max_length=20)
        title = models.CharField(max_length=20)

        class Meta:
            app_label = "events"
            managed = False

    try:
        assert personal_fields(Diary) == ["keeper", "phone"]
    finally:
        del apps.all_models["events"]["diary"]
        apps.clear_cache()


def test_declarations_name_models_chapters_and_erasers_that_exist():
    chapters = {chapter.key for chapter in personal_data.chapters()}
    erasers = {step.key for step in personal_data.erasers()}

    assert personal_data.unknown_labels() == []
    for declaration in personal_data.declarations().values():
        assert declaration.exported == "" or declaration.exported in chapters, declaration
        assert declaration.erased == "" or declaration.erased in erasers, declaration
        assert (declaration.exported and declaration.erased) or declaration.reason, declaration


def test_steps_that_know_the_member_come_before_those_that_forget_them():
    order = [step.key for step in personal_data.erasers()]

    assert order.index("coming-registrations") < order.index("registrations") < order.index("letters")
    assert order[-2:] == ["sign-in", "account"]
