"""How a member signs in: addresses, sessions, second factors, other logins. They are rows of allauth."""

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..personal_data import Collected, Record, declare, declare_all, eraser, export_chapter
from ..retention import Rule, note, rule

if TYPE_CHECKING:
    from cop.members.models import User


@export_chapter("sign-in", title=gettext_lazy("How you sign in"), order=20)
def collect(member: "User") -> Collected:
    """Addresses, sessions and factors. No secrets: whoever has this file must not be able to sign in with it."""
    records = [
        Record(
            _("E-mail address"),
            [
                ("address", _("Address"), row.email),
                ("confirmed", _("Confirmed"), row.verified),
                ("main", _("Main address"), row.primary),
            ],
        )
        for row in EmailAddress.objects.filter(user=member).order_by("-primary", "email")
    ]
    records.append(Record(_("Password"), [("password", _("Set"), member.has_usable_password())]))
    records += [
        Record(
            _("Second factor"),
            [
                ("type", _("Kind"), row.get_type_display()),
                ("name", _("Name"), str(row.data.get("name", "")) if row.type == Authenticator.Type.WEBAUTHN else ""),
                ("created_at", _("Set up"), row.created_at),
                ("last_used_at", _("Last used"), row.last_used_at),
            ],
        )
        for row in Authenticator.objects.filter(user=member).order_by("pk")
    ]
    records += [
        Record(
            _("Other login"),
            [
                ("provider", _("Provider"), row.provider),
                ("id", _("Your name there"), row.uid),
                ("joined_at", _("Connected"), row.date_joined),
                ("last_login", _("Last used"), row.last_login),
                ("data", _("What the provider told us"), row.extra_data),
            ],
        )
        for row in SocialAccount.objects.filter(user=member).order_by("pk")
    ]
    records += [
        Record(
            _("Session"),
            [
                ("began_at", _("Signed in"), row.created_at),
                ("last_seen_at", _("Last seen"), row.last_seen_at),
                ("ip", _("Internet address"), row.ip),
                ("browser", _("Browser"), row.user_agent),
            ],
        )
        for row in UserSession.objects.filter(user=member).order_by("created_at", "pk")
    ]
    return Collected(records)


@eraser("sign-in", order=1010)
def erase(member: "User") -> None:
    """Everything with which one could sign in."""
    for session in UserSession.objects.filter(user=member):
        session.end()
    for model in (Authenticator, SocialAccount, EmailAddress):
        model.objects.filter(user=member).delete()


@rule(
    "sessions",
    what=gettext_lazy("Sessions: when and from which browser and internet address one signed in"),
    counted_from=gettext_lazy("the end of the session"),
    days=1,
    why=gettext_lazy("So that you see where you are signed in; an ended session shows nothing any more."),
    order=20,
)
def remove_ended_sessions(now: datetime, kept: Rule) -> int:
    removed, _by_model = Session.objects.filter(expire_date__lte=kept.before(now)).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    # Signing out removes the session; what is known of it goes here.
    ended = UserSession.objects.filter(~Exists(living), last_seen_at__lte=kept.before(now))
    return removed + ended.delete()[0]


@rule(
    "unconfirmed-addresses",
    what=gettext_lazy("E-mail addresses that were added and never confirmed"),
    counted_from=gettext_lazy("the day on which they were added"),
    days=1,
    why=gettext_lazy("A code works for fifteen minutes; whoever still wants the address adds it again."),
    order=23,
)
def remove_unconfirmed_addresses(now: datetime, kept: Rule) -> int:
    # allauth keeps no time; of accounts that have another, confirmed address one night is enough.
    confirmed = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    return EmailAddress.objects.filter(Exists(confirmed), verified=False, primary=False).delete()[0]


note(
    "failed-log-ins",
    what=gettext_lazy("Failed tries to sign in, counted by address and by internet address"),
    counted_from=gettext_lazy("the try"),
    kept=gettext_lazy("5 minutes to 1 day, in memory only"),
    why=gettext_lazy("To stop guessing. The counters end by themselves; no list of tries is kept."),
    order=21,
)

for _model in (EmailAddress, Authenticator, SocialAccount, UserSession):
    declare(_model, exported="sign-in", erased="sign-in")
declare("account.EmailConfirmation", reason="Goes with the address; not used, because addresses are confirmed by code.")
declare_all("Settings of providers, not of people.", "socialaccount.SocialApp")
