"""Proving in the middle of a session that it is still the member: by a code to their own address."""

import hmac
import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ..emails import CODE_MINUTES
from ..models import User

# What the session remembers: a digest of the code, when it was sent, and how many tries are left.
KEY = "members.identity_code"
TRIES = 5


def send_code(request: HttpRequest, *, member: User) -> bool:
    """Send a code to the member's address; an earlier one no longer works. False: asked for too often."""
    if not ratelimit.consume(request, action="request_login_code", key=member.email):
        return False
    code = get_adapter().generate_login_code()
    request.session[KEY] = {"digest": _digest(code), "at": time.time(), "left": TRIES}
    get_adapter().send_mail("account/email/confirm_code", member.email, {"code": code, "user": member})
    return True


def is_code_on_its_way(request: HttpRequest) -> bool:
    """Was a code sent that still works?"""
    sent = request.session.get(KEY)
    return sent is not None and sent["left"] > 0 and time.time() - sent["at"] < CODE_MINUTES * 60


def check_code(request: HttpRequest, typed: str) -> bool:
    """Is it the code? Then the session has proved itself, and the code is used up. A wrong one costs a try."""
    if not is_code_on_its_way(request):
        return False
    sent = request.session[KEY]
    if not hmac.compare_digest(sent["digest"], _digest(typed)):
        request.session[KEY] = {**sent, "left": sent["left"] - 1}
        return False
    del request.session[KEY]
    record_authentication(request, request.user, "code", reauthenticated=True)
    return True


def _digest(code: str) -> str:
    plain = "".join(char for char in code if char.isalnum()).upper()
    return salted_hmac("cop.members.identity", plain, algorithm="sha256").hexdigest()
