"""Signed links to an offer: they work without logging in, for this one offer, until it ends."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..models import Registration, SessionPlace
from ..models.registration import Claim

SALT = "events.offer"
KINDS: dict[str, type[Claim]] = {"r": Registration, "s": SessionPlace}


def offer_token(claim: Claim) -> str:
    """The token of the offer that `claim` has now; a later offer to the same person has another."""
    kind = "r" if isinstance(claim, Registration) else "s"
    return signing.Signer(salt=SALT).sign(f"{kind}{claim.pk}-{claim.serial}")


def offer_url(claim: Claim) -> str:
    """The absolute address for a letter."""
    return f"{settings.SITE_URL}{reverse('offer', args=[offer_token(claim)])}"


def claim_for_token(token: str) -> tuple[Claim, int] | None:
    """The claim and the change number that a token was made for; None for a forged one or a row that is gone.

    Whether the offer still stands is asked elsewhere (`permissions.offer_obstacle`).
    """
    try:
        value = signing.Signer(salt=SALT).unsign(token)
        model = KINDS[value[:1]]
        pk, _, serial = value[1:].partition("-")
        number, change = int(pk), int(serial)
    except (signing.BadSignature, KeyError, ValueError):
        return None
    related = (
        ["member", "event__state", "category"]
        if model is Registration
        else ["session", "registration__member", "registration__event__state"]
    )
    claim = model.objects.select_related(*related).filter(pk=number).first()
    return None if claim is None else (claim, change)
