"""Wagtail's report about kinds of pages, which names the page of each kind that was edited last."""

from collections.abc import Sequence
from typing import Any

from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

from ..permissions import choosable_pages


class KnownPageTypesView(PageTypesUsageReportView):
    """The report without pages that the person may not know of. Permission: Wagtail's own, any right on pages."""

    def decorate_paginated_queryset(self, page_types: Sequence[Any]) -> Sequence[Any]:
        decorated: Sequence[Any] = super().decorate_paginated_queryset(page_types)
        ids = [each.last_edited_page_id for each in decorated if each.last_edited_page_id]
        known = set(choosable_pages(self.request.user).filter(pk__in=ids).values_list("pk", flat=True))
        for each in decorated:
            if each.last_edited_page_id not in known:
                each.last_edited_page = None
        return decorated
