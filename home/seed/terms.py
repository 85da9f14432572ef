"""The first versions of terms and privacy notice; the demo's accounts have accepted them."""

from django.utils import timezone

from cop.members.models import User
from cop.privacy.models import Document, TermsAcceptance, TermsVersion
from cop.privacy.services import terms

FIRST = "This is the first version."


def make_versions() -> None:
    """One of each document, in force from today; made once. Sample members have accepted them, those of a reset too."""
    today = timezone.localdate()
    if not TermsVersion.objects.exists():
        TermsVersion.objects.bulk_create(
            TermsVersion(document=document, in_force_from=today, what_changed=FIRST, address=f"/{document}/")
            for document in (Document.TERMS, Document.PRIVACY)
        )
    versions = list(TermsVersion.objects.current(today))
    accepted = TermsAcceptance.objects.values("member")
    newcomers = User.objects.filter(is_sample=True).exclude(pk__in=accepted)
    TermsAcceptance.objects.bulk_create(
        TermsAcceptance(member=member, version=version) for member in newcomers for version in versions
    )
    terms.ask_everybody()
