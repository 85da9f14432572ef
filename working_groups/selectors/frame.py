"""What stands on every page of a group: its name, its parts, what one is to it, and who may see what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.addresses import address_of

from ..choices import GroupRole, MembersVisibility, Standing, Visibility
from ..models import WorkingGroup
from .doors import Inside


@dataclass(frozen=True)
class Part:
    """One tab of a group: its route, and who is shown it (the page behind it asks again)."""

    url_name: str
    label: str | Promise
    is_shown: Callable[[Inside], bool]


PARTS: list[Part] = [
    Part("group", gettext_lazy("Overview"), lambda inside: True),
    Part("group_discussion", gettext_lazy("Discussion"), lambda inside: inside.can_read),
    Part("group_documents", gettext_lazy("Documents"), lambda inside: inside.can_read),
    Part("group_meetings", gettext_lazy("Meetings"), lambda inside: inside.can_read),
    Part("group_members", gettext_lazy("Members"), lambda inside: inside.can_see_members),
    Part("group_desk", gettext_lazy("Leaders' desk"), lambda inside: inside.can_lead),
]

WHO_READS = {
    Visibility.PUBLIC: gettext_lazy("Everybody can read the discussions, documents and meetings of this group."),
    Visibility.COMMUNITY: gettext_lazy(
        "Everybody with an account on this site can read the discussions, documents and meetings of this group."
    ),
    Visibility.PRIVATE: gettext_lazy(
        "Only members of the group read its discussions, documents and meetings. Everybody can know that it exists."
    ),
    Visibility.HIDDEN: gettext_lazy("Only members of the group know that it exists."),
}
WHO_SEES_MEMBERS = {
    MembersVisibility.EVERYBODY: gettext_lazy("Everybody can see who its members are."),
    MembersVisibility.COMMUNITY: gettext_lazy("Everybody with an account can see who its members are."),
    MembersVisibility.GROUP: gettext_lazy("Members see who the other members are."),
    MembersVisibility.LEADERS: gettext_lazy("Only the leaders see who its members are."),
}


def frame(inside: Inside, current: str, **more: Any) -> dict[str, Any]:
    """The template's context of every page of the group; `current` is the name of the part's route. No statement."""
    page = inside.page
    here = next((str(part.label) for part in PARTS if part.url_name == current), page.title)
    return {
        "inside": inside,
        "here": page.title if current == "group" else here,
        "group": inside.group,
        "page": page,
        "parts": [
            {"label": part.label, "url": reverse(part.url_name, args=[page.slug]), "current": part.url_name == current}
            for part in PARTS
            if part.is_shown(inside)
        ],
        "trail": trail(inside, below=current != "group"),
        **more,
    }


def trail(inside: Inside, *, below: bool = False) -> list[tuple[str, str]]:
    """Breadcrumbs; `below` a page of the group, the group itself is among them."""
    page = inside.page
    parent = address_of(page).removesuffix(f"{page.slug}/")
    found = [(_("Home"), "/"), (_("Working groups"), parent)]
    return [*found, (page.title, reverse("group", args=[page.slug]))] if below else found


def who_sees_what(inside: Inside) -> list[str]:
    """In plain words, the secretariat included."""
    return who_sees_lines(inside.group)


def who_sees_lines(group: WorkingGroup) -> list[str]:
    """The same for letters and forms, which know nobody's standing."""
    visibility, members = Visibility(group.visibility), MembersVisibility(group.members_visibility)
    if visibility == Visibility.HIDDEN and members != MembersVisibility.LEADERS:
        members = MembersVisibility.GROUP
    return [
        str(WHO_READS[visibility]),
        str(WHO_SEES_MEMBERS[members]),
        _("Whoever knows of the group sees who leads it."),
        _("The secretariat can read and moderate every group, and uses this to help and when something is reported."),
    ]


def what_i_am(inside: Inside) -> str:
    """One's own standing in a word; nothing for those outside."""
    if inside.is_member and inside.membership is not None:
        return str(GroupRole(inside.membership.role).label)
    return _("secretariat") if inside.standing == Standing.SECRETARIAT else ""
