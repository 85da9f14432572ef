"""Forms of Wagtail's admin that we make stricter."""

import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class CheckedImageField(WagtailImageField):
    """Says that a broken file is broken, where Wagtail's own answers with an error page."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
            # Its checksums, without unpacking it.
            f.seek(0)
            Image.open(f).verify()
            f.seek(0)
        except (OSError, SyntaxError, ValueError, struct.error) as error:
            raise ValidationError(_("This file is damaged; it cannot be read as a picture.")) from error


class PictureForm(BaseImageForm):
    """Uploading a picture (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    file = CheckedImageField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form that follows an upload of several files leaves the file out; a declared field would stay, and be
        # asked for again in vain.
        if "file" in (self._meta.exclude or ()):
            del self.fields["file"]
