"""Which group a name in a mail address means: its present address, one that it had, or how it is called elsewhere."""

from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect

from ..models import WorkingGroup


def groups_at(name: str) -> list[int]:
    """Numbers of the groups that this name means; several where two groups go by it. One to three statements.

    A group's present address is nobody else's, whatever it was or is called elsewhere before. After it count addresses
    that pages had (Wagtail keeps them, and gives an address that another page takes to that one), and the other names
    that editors list, written as addresses are.
    """
    if found := _numbers(WorkingGroup.objects.filter(page__slug=name)):
        return found
    had = Redirect.objects.filter(old_path__iendswith=f"/{name}", redirect_page__isnull=False)
    former = WorkingGroup.objects.filter(page__in=had.values("redirect_page"))
    called = [
        number
        for number, names in WorkingGroup.objects.exclude(page__other_names="").values_list("pk", "page__other_names")
        if name in {slugify(each) for each in names.split(",")}
    ]
    return sorted({*_numbers(former), *called})


def _numbers(groups: QuerySet[WorkingGroup]) -> list[int]:
    return list(groups.order_by("pk").values_list("pk", flat=True))
