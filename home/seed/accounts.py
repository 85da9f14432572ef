"""The demo accounts, and what each of them is for."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from cop.core.roles import Role
from cop.members.models import Organisation, User
from cop.taxonomy.choices import StakeholderType
from cop.taxonomy.models import Region

PASSWORD = "sample-password-s3"  # noqa: S105 - printed on the first start, and only a demo has these accounts

ADMINISTRATOR = "admin@s3cop.example"
EDITOR = "editor@s3cop.example"
WRITER = "writer@s3cop.example"
PRACTITIONER = "ana@agency.example"
OFFERED = "bruno@university.example"
NEWCOMER = "newcomer@region.example"

# (e-mail address, password, what it shows); the first start prints these lines.
DEMO_ACCOUNTS = [
    (ADMINISTRATOR, PASSWORD, "administrator: everything, and the admin at /admin/"),
    (EDITOR, PASSWORD, "moderator and event manager: publishes, and keeps registrations"),
    (WRITER, PASSWORD, "editor: writes pages, and submits them to the moderator"),
    (PRACTITIONER, PASSWORD, "practitioner, registered for the Forum"),
    (OFFERED, PASSWORD, "practitioner with an offer of a place in the full workshop"),
    (NEWCOMER, PASSWORD, "somebody new, without a profile"),
]

# name, staff, superuser, organisation, job title, country, stakeholder type
PEOPLE = {
    ADMINISTRATOR: ("Alex Sample", True, True, "", "", "", ""),
    EDITOR: ("Edda Sample", True, False, "", "", "", ""),
    WRITER: ("Willa Sample", True, False, "", "", "", ""),
    PRACTITIONER: (
        "Ana Sample", False, False, "Regional development agency (sample)", "Strategy officer", "ES",
        StakeholderType.AGENCY,
    ),
    OFFERED: (
        "Bruno Muster", False, False, "University of applied innovation (sample)", "Vice-rector for innovation", "AT",
        StakeholderType.UNIVERSITY,
    ),
    NEWCOMER: ("", False, False, "", "", "", ""),
}  # fmt: skip
ROLES = {EDITOR: (Role.MODERATOR, Role.EVENT_MANAGER), WRITER: (Role.EDITOR,)}


def make_accounts() -> None:
    """Accounts with confirmed addresses; none is made twice."""
    for email, password, _what in DEMO_ACCOUNTS:
        if not User.objects.filter(email=email).exists():
            _make(email, password)


def _make(email: str, password: str) -> None:
    name, staff, superuser, organisation, job_title, country, stakeholder_type = PEOPLE[email]
    user = User.objects.create_user(email, password, name=name, is_staff=staff, is_superuser=superuser, is_sample=True)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.add(*Group.objects.filter(name__in=ROLES.get(email, ())))
    if organisation:
        where = Region.objects.get(code=country)
        profile = user.profile
        profile.organisation, _ = Organisation.objects.get_or_create(
            name=organisation, country=where, defaults={"is_sample": True}
        )
        profile.job_title = job_title
        profile.country = where
        profile.stakeholder_type = stakeholder_type
        profile.completed_at = timezone.now()
        profile.save()
