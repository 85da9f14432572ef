"""Speakers and series in the Wagtail admin: what all events share."""

from django.db import transaction
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Series, Speaker
from ..services import programme


class SpeakerChooserViewSet(ChooserViewSet):
    """Choosing a speaker, or adding one on the way."""

    model = Speaker
    icon = "user"
    choose_one_text = gettext_lazy("Choose a speaker")
    choose_another_text = gettext_lazy("Choose another speaker")
    edit_item_text = gettext_lazy("Edit this speaker")
    form_fields = ["name", "role", "biography"]
    per_page = 20


speaker_chooser = SpeakerChooserViewSet("speaker_chooser")


class SpeakerSaved:
    """What follows when a speaker has been written: pages that name them are renewed."""

    def save_instance(self) -> Speaker:
        speaker: Speaker = super().save_instance()  # type: ignore[misc]
        programme.speaker_saved(speaker=speaker)
        return speaker


class SpeakerCreateView(SpeakerSaved, CreateView):
    """Adding a speaker. Permission: that of the model."""


class SpeakerEditView(SpeakerSaved, EditView):
    """Changing a speaker. Permission: that of the model."""


class SpeakerDeleteView(DeleteView):
    """Taking a speaker away. Permission: that of the model."""

    def delete_action(self) -> None:
        with transaction.atomic():
            # Before: afterwards nothing says any more where the name stood.
            programme.renew_pages_naming(self.object)
            super().delete_action()


class SpeakerViewSet(ModelViewSet):
    """Everybody who speaks or chairs, at any event."""

    model = Speaker
    icon = "user"
    add_view_class = SpeakerCreateView
    edit_view_class = SpeakerEditView
    delete_view_class = SpeakerDeleteView
    menu_label = gettext_lazy("Speakers")
    menu_order = 400
    list_display = ["name", "role", "is_sample"]
    search_fields = ["name", "role"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("biography"),
        FieldPanel("picture"),
        FieldPanel("email"),
        FieldPanel("is_sample"),
    ]


class SeriesViewSet(ModelViewSet):
    """The series that events belong to."""

    model = Series
    icon = "list-ul"
    menu_label = gettext_lazy("Series")
    menu_order = 500
    list_display = ["name", "description"]
    panels = [FieldPanel("name"), FieldPanel("description")]
