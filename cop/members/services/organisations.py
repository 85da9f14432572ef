"""Finding, adding and merging organisations."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cop.core import page_cache
from cop.taxonomy.models import Region

from ..models import Organisation, Profile, User
from ..refusals import MemberRefusal
from ..selectors import organisation_named


def find_or_add(*, name: str, country: Region | None, actor: User) -> Organisation:
    """The organisation that `name` means (merged ones followed), or a new one; logged when new.

    Two members who add the same one at the same moment get the same one.
    """
    name = " ".join(name.split())
    if (found := organisation_named(name, country)) is not None:
        return found
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=name, country=country)
    except IntegrityError:
        return organisation_named(name, country) or _missing(name)
    log(organisation, "wagtail.create", user=actor)
    return organisation


def _missing(name: str) -> Organisation:
    raise MemberRefusal(_("The organisation “%(name)s” could not be saved. Please try again.") % {"name": name})


def merge_organisations(*, source: Organisation, target: Organisation, actor: User) -> dict[str, int]:
    """Make `source` an alias of `target`: its members and its own aliases move; returns how many of each.

    Refused: merging with itself, merging what is already an alias, and a target that is an alias. Doing it twice is
    refused the second time. Logged on both. The source's country and web site fill gaps of the target.
    """
    with transaction.atomic():
        # In the order of their keys, so that two merges of the same pair cannot wait for each other.
        rows = {
            row.pk: row
            for row in Organisation.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk")
        }
        locked, kept = rows.get(source.pk), rows.get(target.pk)
        if locked is None or kept is None:
            raise MemberRefusal(_("One of the two organisations no longer exists."))
        if locked.pk == kept.pk:
            raise MemberRefusal(_("An organisation cannot be merged with itself."))
        if locked.merged_into_id:
            raise MemberRefusal(_("“%(name)s” has already been merged.") % {"name": locked.name})
        if kept.merged_into_id:
            raise MemberRefusal(
                _("“%(name)s” has itself been merged; choose what it stands for now.") % {"name": kept.name}
            )
        moved = {
            "profiles": Profile.objects.filter(organisation=locked).update(organisation=kept),
            "aliases": Organisation.objects.filter(merged_into=locked).update(merged_into=kept),
        }
        locked.merged_into = kept
        locked.save(update_fields=["merged_into"])
        if not kept.website and locked.website:
            kept.website = locked.website
            kept.save(update_fields=["website"])
        page_cache.touch("people")
        log(locked, "members.merge", user=actor, data={"into": kept.pk, "into_name": kept.name, **moved})
        log(kept, "members.merge", user=actor, data={"from": locked.pk, "from_name": locked.name, **moved})
    return moved
