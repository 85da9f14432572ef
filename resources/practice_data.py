"""What of proposed good practices a member takes along, what goes with them, and how long it is kept otherwise."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision
from wagtail.models import WorkflowState as State

from cop.core import page_cache
from cop.core.files.serving import private_storage
from cop.privacy.personal_data import Collected, File, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule

from .models import FileVersion, GoodPracticePage, PracticeProposal
from .practice_content import TEXTS, content_of
from .selectors.proposals import Standing, with_standings
from .services.proposing import remove
from .validation import OPEN, reviews_in, validated_at

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("practices", title=gettext_lazy("Good practices that you proposed"), order=45)
def collect(member: "User") -> Collected:
    """Drafts too, with all that the member wrote, their files, and what the secretariat said."""
    found = PracticeProposal.objects.filter(author=member).select_related("page").order_by("created_at", "pk")
    versions = FileVersion.objects.filter(file__resource__in=found.values("page"), file__current_id=F("pk"))
    files = [File(each.name, partial(private_storage().open, each.path)) for each in versions.order_by("pk")]
    return Collected([_record(*each) for each in with_standings(list(found))], files)


def _record(proposal: PracticeProposal, standing: Standing) -> Record:
    facts = [
        ("state", _("State"), str(standing.state.label)),
        ("begun_at", _("Begun"), proposal.created_at),
        ("changed_at", _("Last saved"), proposal.changed_at),
        ("consented_at", _("Consent to publication"), proposal.consented_at),
        ("licence", _("Licence"), proposal.get_licence_display()),
        ("declined_at", _("Declined"), proposal.declined_at),
        ("decline_words", _("Why"), proposal.decline_words),
    ]
    if proposal.page is not None:
        draft = proposal.page.get_latest_revision_as_object()
        content = content_of(draft)
        facts += [
            ("summary", _("Summary"), content.summary),
            ("organisation", _("Organisation"), content.organisation),
            ("people", _("Authors"), list(content.people)),
            *((name, str(GoodPracticePage._meta.get_field(name).verbose_name), getattr(draft, name)) for name in TEXTS),
            ("contact", _("Whom to ask"), content.contact),
            ("links", _("Links"), list(content.links)),
        ]
    return Record(proposal.title, facts)


@eraser("practices", order=35)
def erase(member: "User") -> None:
    """Whatever is not in the library goes. What is, was given under a licence and stays: without the account, without
    whom to ask in any of its versions; the names of its authors are part of the work."""
    for proposal in PracticeProposal.objects.filter(author=member).select_related("page"):
        page = proposal.page
        if page is None or not (page.was_published or validated_at(page.pk)):
            remove(proposal)
            continue
        proposal.delete()
        _forget(page, member)


def _forget(page: GoodPracticePage, member: "User") -> None:
    GoodPracticePage.objects.filter(pk=page.pk).update(contact="")
    versions: list[Revision] = list(page.revisions.all())
    for version in versions:
        version.content["contact"] = ""
        version.user_id = None if version.user_id == member.pk else version.user_id
    Revision.objects.bulk_update(versions, ["content", "user"])
    State.objects.for_instance(page).filter(requested_by=member).update(requested_by=None)
    page_cache.touch(f"page:{page.pk}", "library")


@rule(
    "practice-drafts",
    what=gettext_lazy("Good practices that a member has begun, taken back, or not changed as asked"),
    counted_from=gettext_lazy("the last time that their author saved them"),
    days=365,
    why=gettext_lazy("Somebody may come back to a text; after a year nobody does. The page of the draft says so."),
    order=67,
)
def remove_old_drafts(now: datetime, kept: Rule) -> int:
    old = PracticeProposal.objects.filter(changed_at__lte=kept.before(now), declined_at=None)
    return _remove_unpublished(old.filter(~Exists(reviews_in(State.STATUS_IN_PROGRESS, State.STATUS_APPROVED))))


@rule(
    "practice-declined",
    what=gettext_lazy("Good practices that were declined"),
    counted_from=gettext_lazy("the day on which they were declined"),
    days=365,
    why=gettext_lazy("So that their authors can read why, and use their text."),
    order=68,
)
def remove_old_declined(now: datetime, kept: Rule) -> int:
    old = PracticeProposal.objects.filter(declined_at__lte=kept.before(now))
    return _remove_unpublished(old.filter(~Exists(reviews_in(*OPEN, State.STATUS_APPROVED))))


def _remove_unpublished(proposals: QuerySet[PracticeProposal]) -> int:
    """Each in a transaction of its own: one that cannot go does not keep the others."""
    found = proposals.filter(Q(page=None) | Q(page__live=False, page__first_published_at=None)).select_related("page")
    number = 0
    for proposal in found:
        with transaction.atomic():
            remove(proposal)
            number += 1
    return number


declare(PracticeProposal, exported="practices", erased="practices")
declare(GoodPracticePage, exported="practices", erased="practices")
