"""All that the page of a proposal shows to its author."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cop.taxonomy.models import Region

from ..choices import Licence, ProposalState, language_name
from ..models import PracticeProposal, ResourceFile
from ..practice_content import Content, content_of
from .files import files_of, meta_of
from .proposals import (
    Standing,
    changing_obstacle,
    deleting_obstacle,
    standing_of,
    taking_back_obstacle,
    way_of,
)
from .resource_page import paragraphs, practice_parts
from .resources import name_of, years

S = ProposalState


def proposal_context(proposal: PracticeProposal) -> dict[str, Any]:
    """The template's context. Statements beyond the proposal: its reviews (two), the draft, topics, regions, files."""
    standing = standing_of(proposal)
    page = proposal.page
    draft = page.get_latest_revision_as_object() if page is not None else None
    return {
        "proposal": proposal,
        "standing": standing,
        "said": said(standing),
        "way": way_of(standing),
        "can_change": changing_obstacle(standing, page) is None,
        "can_take_back": taking_back_obstacle(standing) is None,
        "can_delete": deleting_obstacle(standing) is None,
        "page_url": page.get_absolute_url() if page is not None and standing.state == S.PUBLISHED else "",
        "changed_by_others": bool(draft and standing.state != S.PUBLISHED and _by_others(proposal)),
        "draft": draft,
        "facts": facts_of(content_of(draft)) if draft else [],
        "parts": practice_parts(draft) if draft else [],
        "contact": draft.contact if draft else "",
        "files": [_file(proposal, each) for each in files_of(page)] if page is not None else [],
        "summary": paragraphs(draft.summary) if draft else [],
        "trail": [(_("Home"), "/"), (_("My page"), reverse("my_page"))],
    }


def _file(proposal: PracticeProposal, file: ResourceFile) -> dict[str, str]:
    """As the component “file” takes it; an address of its own, since its page is not published."""
    assert file.current is not None  # noqa: S101 - others are left out
    return {
        "title": file.title,
        "url": reverse("proposal_file", args=[proposal.pk, file.pk]),
        "kind": file.current.extension.upper(),
        "text": " · ".join(meta_of(file, file.current)),
    }


def _by_others(proposal: PracticeProposal) -> bool:
    newest = proposal.page.latest_revision if proposal.page else None
    return newest is not None and newest.user_id not in (None, proposal.author_id)


def said(standing: Standing) -> tuple[str, str, str]:
    """Title, text and tone of the alert that says how things stand, and what comes next."""
    words: dict[ProposalState, tuple[str, str, str]] = {
        S.DRAFT: (
            _("This is a draft. Only you see it."),
            _("Go on whenever you like, and send it when it is ready. A year without a change, and it is deleted."),
            "",
        ),
        S.SENT: (
            _("The secretariat has it"),
            _("Somebody checks whether it is complete and clear. Nothing is to be done by you; we write to you."),
            "",
        ),
        S.CHECKED: (
            _("It is checked, and waits for validation"),
            _("A second person looks at it before it is published. Nothing is to be done by you; we write to you."),
            "",
        ),
        S.CHANGES: (_("Please change something, and send it again"), "", "wait"),
        S.WITHDRAWN: (
            _("You have taken it back. Only you and those who had begun to read it know of it."),
            _("Change it and send it again, or delete it. If it is not touched for a year, it is deleted."),
            "",
        ),
        S.DECLINED: (_("It does not come into the library"), "", "bad"),
        S.VALIDATED: (
            _("It is validated, and will be published on the day that the secretariat has chosen"),
            _("We write to you on that day."),
            "good",
        ),
        S.PUBLISHED: (
            _("It is published in the library"),
            _("Thank you for sharing it. Write to the secretariat if something should change."),
            "good",
        ),
        S.OFF: (
            _("It was published, and is no longer on the site"),
            _("Write to the secretariat if you do not know why."),
            "wait",
        ),
        S.REMOVED: (
            _("The secretariat has removed its page"),
            _("Write to the secretariat if you do not know why. You can take this line off your list."),
            "bad",
        ),
    }
    return words[standing.state]


def facts_of(content: Content) -> list[tuple[str, str]]:
    """The short facts, as the component “facts” takes them. One statement, for the names of regions."""
    regions = Region.objects.in_bulk(list(content.regions))
    names = (name_of(regions[code]) for code in content.regions if code in regions)
    facts = [
        (_("Organisation"), content.organisation),
        (_("Authors"), "; ".join(content.people)),
        (_("Countries and regions"), ", ".join(names)),
        (_("When"), years(content.began, content.ended)),
        (_("Topics"), ", ".join(content.topics)),
        (_("Fulfilment criteria"), ", ".join(map(str, content.criteria))),
        (_("Language"), ", ".join(map(language_name, content.languages))),
        (_("Licence"), str(Licence(content.licence).label) if content.licence else ""),
    ]
    return [(term, text) for term, text in facts if text]
