"""What keeps a draft from being published as it is: drafts are saved whatever they hold."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from .pictures import is_undescribed


def unready_pages(pages: Iterable[Page], *, with_drafts_below: bool = False) -> Iterator[tuple[Page, str]]:
    """Those of these pages whose latest version cannot be published, each with the reason. A few statements a page."""
    for page in pages:
        if reason := reason_against(page):
            yield page, reason
        if with_drafts_below:
            for below in page.get_descendants().not_live():
                if reason := reason_against(below):
                    yield below, reason


def reason_against(page: Page) -> str:
    """Empty if the latest version may be published. The edit form asks the same of the fields it has (`page_care`)."""
    draft = page.get_latest_revision_as_object()
    picture = get_image_model()
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            block = field.stream_block
            try:
                block.clean(getattr(draft, field.name))
            except ValidationError:
                return _("something in its text is missing, for example what a picture shows")
        elif field.is_relation and field.many_to_one and field.related_model is picture:
            chosen = getattr(draft, field.name)
            if chosen is not None and is_undescribed(chosen):
                return _("its picture has no description for people who cannot see it")
    return ""
