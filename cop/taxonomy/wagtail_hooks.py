"""What this room adds to the Wagtail admin: the dialog that chooses regions."""

from wagtail import hooks

from .viewsets import RegionChooserViewSet, region_chooser


@hooks.register("register_admin_viewset")
def register_viewsets() -> RegionChooserViewSet:
    return region_chooser
