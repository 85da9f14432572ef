"""Pictures of groups in the sizes that pages show, made by the worker so that no visitor waits for them."""

from cop.core import page_cache, pictures

from ..models import WorkingGroupPage
from ..selectors.group_face import CARD_PICTURE


def ask_for_pictures(page: WorkingGroupPage) -> None:
    """Hand the work to the worker, as part of the running transaction; nothing where the group has no picture."""
    from ..tasks import make_pictures

    if page.picture_id is not None:
        make_pictures.enqueue(page.pk)


def make_pictures(*, page_id: int) -> int:
    """Make what is missing for one group; returns how many sizes are new. A second call makes none.

    Whoever comes before this has run still gets the page: the picture is made while they wait.
    """
    page = WorkingGroupPage.objects.live().filter(pk=page_id).select_related("picture").first()
    if page is None or page.picture is None:
        return 0
    made = pictures.make_missing(page.picture, CARD_PICTURE.filters)
    if made:
        page_cache.touch(f"page:{page.pk}", "groups")
    return made
