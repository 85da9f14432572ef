"""The front page of a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import page_cache

from ..forms.mail import RhythmForm
from ..selectors.documents import latest_documents
from ..selectors.doors import get_group_for
from ..selectors.frame import frame, what_i_am, who_sees_what
from ..selectors.group_face import library_beside, library_url, outputs_of, picture_of, topic_links, topics_of
from ..selectors.group_meetings import next_meeting_of
from ..selectors.groups import groups_visible_to
from ..selectors.joining import joining_box
from ..selectors.members import leaders_of


@require_safe
def group_home(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may know of a group, and one's own way in. Permission: `can_know`."""
    inside = get_group_for(request.user, slug)
    page_cache.tag(request, f"group:{inside.group.pk}", f"page:{inside.page.pk}", "people", "library")
    page_cache.known_parameters(request)
    box = joining_box(inside)
    if box.changes_at is not None:
        page_cache.expires(request, box.changes_at)
    next_meeting = next_meeting_of(inside)
    if next_meeting is not None:
        page_cache.expires(request, next_meeting.end)
    topics = topics_of(inside.page)
    others = [page for page in groups_visible_to(request.user) if page.pk != inside.page.pk]
    return render(
        request,
        "working_groups/working_group_page.html",
        frame(
            inside,
            "group",
            others=others,
            picture=picture_of(inside.page),
            facts=inside.page.facts(),
            topics=topic_links(topics),
            outputs=outputs_of(inside),
            library_url=library_url(inside),
            beside=library_beside(inside, topics),
            who_sees_what=who_sees_what(inside),
            what_i_am=what_i_am(inside),
            box=box,
            leaders=leaders_of(inside),
            next_meeting=next_meeting,
            latest=latest_documents(inside),
            rhythm_form=RhythmForm(initial={"rhythm": inside.membership.rhythm})
            if inside.is_member and inside.membership
            else None,
        ),
    )
