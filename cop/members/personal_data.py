"""What of this room a member takes along, what goes with them, and how long it is kept otherwise."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.notifications.models import Letter
from cop.privacy.personal_data import Collected, Record, declare, eraser, export_chapter
from cop.privacy.retention import Rule, rule
from cop.privacy.services import erasing

from .models import ContactBlock, MemberLetter, Organisation, Profile, User

FORMER = "former-member-{pk}@erased.invalid"


@export_chapter("profile", title=gettext_lazy("Account and profile"), order=10)
def collect_profile(member: User) -> Collected:
    """The account and what the community may know."""
    profile = Profile.objects.select_related("organisation", "country", "region").get(user=member)
    return Collected(
        [
            Record(
                _("Account"),
                [
                    ("email", _("E-mail address"), member.email),
                    ("name", _("Name"), member.name),
                    ("joined_at", _("Joined"), member.date_joined),
                    ("last_login", _("Last signed in"), member.last_login),
                    ("time_zone", _("Time zone"), member.time_zone),
                    ("staff", _("May enter the administration"), member.is_staff),
                    ("roles", _("Roles"), sorted(member.groups.values_list("name", flat=True))),
                ],
            ),
            Record(
                _("Profile"),
                [
                    ("organisation", _("Organisation"), profile.organisation.name if profile.organisation else ""),
                    ("job_title", _("Job title"), profile.job_title),
                    ("stakeholder_type", _("Works for a"), profile.get_stakeholder_type_display()),
                    ("country", _("Country"), profile.country_id or ""),
                    ("region", _("Region"), str(profile.region or "")),
                    ("topics", _("Topics"), sorted(profile.topics.values_list("name", flat=True))),
                    ("visibility", _("Who may see it"), profile.get_visibility_display()),
                    ("accepts_contact", _("Members may write to me"), profile.accepts_contact),
                    ("completed_at", _("Filled in"), profile.completed_at),
                ],
            ),
        ]
    )


@export_chapter("contact", title=gettext_lazy("Letters to and from members"), order=50)
def collect_contact(member: User) -> Collected:
    """What was written through the directory, and who is blocked. Nobody's address."""
    messages = MemberLetter.objects.filter(Q(sender=member) | Q(receiver=member)).select_related("sender", "receiver")
    records = [
        Record(
            row.subject,
            [
                ("from", _("From"), row.sender.name if row.sender else ""),
                ("to", _("To"), row.receiver.name if row.receiver else ""),
                ("sent_at", _("Sent"), row.sent_at),
                ("address_shown", _("Sender's address shown"), row.shares_address),
                ("text", _("Text"), row.text),
            ],
        )
        for row in messages.order_by("sent_at", "pk")
    ]
    records += [
        Record(_("Blocked"), [("name", _("Name"), row.blocked.name), ("since", _("Since"), row.created_at)])
        for row in ContactBlock.objects.filter(member=member).select_related("blocked")
    ]
    return Collected(records)


@eraser("contact", order=100)
def erase_contact(member: User) -> None:
    """Letters to and from them; reported ones stay for the secretariat until their own time is over."""
    mine = MemberLetter.objects.filter(Q(sender=member) | Q(receiver=member))
    mine.filter(reported_at=None).delete()
    ContactBlock.objects.filter(Q(member=member) | Q(blocked=member)).delete()


@eraser("profile", order=800)
def erase_profile(member: User) -> None:
    """An empty profile stays with the empty account."""
    profile = Profile.objects.get(user=member)
    profile.topics.clear()
    Profile.objects.filter(pk=profile.pk).update(
        organisation=None,
        job_title="",
        country=None,
        region=None,
        stakeholder_type="",
        visibility="nobody",
        accepts_contact=False,
        completed_at=None,
    )


@eraser("account", order=1020)
def erase_account(member: User) -> None:
    """The account becomes an empty one, so that counts and histories can go on pointing to a former member."""
    member.groups.clear()
    member.user_permissions.clear()
    member.set_unusable_password()
    User.objects.filter(pk=member.pk).update(
        email=FORMER.format(pk=member.pk),
        name=str(_("Former member")),
        password=member.password,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        time_zone=User._meta.get_field("time_zone").default,
        last_login=None,
        deletion_due_at=None,
        must_accept_terms=False,
        erased_at=timezone.now(),
    )


@rule(
    "contact-messages",
    what=gettext_lazy("Letters between members through the directory (reported ones: 1 year after the report)"),
    counted_from=gettext_lazy("the sending"),
    days=90,
    why=gettext_lazy("So that one can be reported, and the sender be blocked."),
    order=32,
)
def remove_contact_messages(now: datetime, kept: Rule) -> int:
    before = kept.before(now)
    plain = MemberLetter.objects.filter(reported_at=None, sent_at__lte=before).delete()[0]
    return plain + MemberLetter.objects.filter(reported_at__lte=before - timedelta(days=275)).delete()[0]


@rule(
    "unused-accounts",
    what=gettext_lazy("Accounts that the secretariat made and nobody ever signed in to"),
    counted_from=gettext_lazy("the day on which it was made"),
    days=180,
    why=gettext_lazy("Nobody has confirmed that the address is theirs."),
    order=22,
)
def remove_unused_accounts(now: datetime, kept: Rule) -> int:
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    unused = User.objects.filter(
        ~Exists(proved),
        last_login=None,
        date_joined__lte=kept.before(now),
        is_staff=False,
        is_sample=False,
        erased_at=None,
    )
    empty = [account for account in unused if not _is_pointed_to(account)]
    for account in empty:
        account.delete()
    return len(empty)


@rule(
    "dormant-accounts",
    what=gettext_lazy(
        "Accounts that nobody signs in to: a letter offers to keep it, and two months later it is deleted (the number: "
        "letters of the night)"
    ),
    counted_from=gettext_lazy("the last time that one signed in, or used the site signed in"),
    days=3 * 365,
    why=gettext_lazy("Whoever has not come for so long most likely needs it no more, and may have forgotten it."),
    order=23,
)
def announce_dormant_accounts(now: datetime, kept: Rule) -> int:
    return erasing.announce_dormant(before=kept.before(now), now=now)


def _is_pointed_to(account: User) -> bool:
    """Does anything but its profile, addresses and letters hang on the account (a registration made by staff, say)?"""
    harmless = {Profile, EmailAddress, Letter}
    relations = [field for field in User._meta.get_fields(include_hidden=True) if field.auto_created]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: account}).exists()
        for relation in relations
        if relation.related_model not in harmless and (relation.one_to_many or relation.one_to_one)
    )


declare(User, exported="profile", erased="account")
declare(Profile, exported="profile", erased="profile")
declare(MemberLetter, exported="contact", erased="contact")
declare(ContactBlock, exported="contact", erased="contact")
declare(Organisation, reason="Names of organisations; a member's own link to one goes with the profile.")
