"""A group beside its page."""

from ..models import WorkingGroup, WorkingGroupPage


def ensure_group(page: WorkingGroupPage) -> WorkingGroup:
    """The row beside a page; made when an editor makes the page. Called again it changes nothing."""
    group, _created = WorkingGroup.objects.get_or_create(page=page)
    return group
