"""Deleting one's account: ask for it, see that it is coming, keep the account after all."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..forms.rights import DeletionForm
from ..models import ErasureState
from ..recent import recent_proof_required
from ..refusals import PrivacyRefused, Reason
from ..selectors import rights
from ..services import erasing


@require_http_methods(["GET", "HEAD", "POST"])
@recent_proof_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """What happens, and the button. Permission: the member, who has just proved to be it."""
    if request.user.deletion_due_at:
        return HttpResponseRedirect(reverse("account_deletion"))
    form = DeletionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.ask_for_erasure(member=request.user, session_key=request.session.session_key or "")
        except PrivacyRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("delete_account"))
        return HttpResponseRedirect(reverse("account_deletion"))
    return render(
        request,
        "privacy/delete_account.html",
        {
            "form": form,
            "refusal": Reason.LAST_ADMINISTRATOR.label if erasing.is_last_administrator(request.user) else "",
            "days": erasing.GRACE.days,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_deletion(request: HttpRequest) -> HttpResponse:
    """It is coming, and can be undone here; seen first by who signs in meanwhile. Permission: the member's own."""
    erasure = rights.erasure_under_way(request.user)
    if erasure is None:
        return HttpResponseRedirect(reverse("account"))
    if request.method == "POST":
        try:
            erasing.undo(erasure=erasure)
            messages.success(request, _("Your account stays. Everything is as it was."))
        except PrivacyRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("account"))
    return render(request, "privacy/account_deletion.html", {"erasure": erasure})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_account(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. Permission: whoever holds it; all it can do is keep the account, and only by a POST."""
    erasure = erasing.erasure_of(token)
    if erasure is None:
        raise Http404(_("This link is not one of ours, or it is too old."))
    if request.method == "POST":
        # Where it is too late the page says so.
        with suppress(PrivacyRefused):
            erasing.undo(erasure=erasure)
        return HttpResponseRedirect(request.path)
    return render(
        request,
        "privacy/keep_account.html",
        {
            "erasure": erasure,
            "asked": erasure.state == ErasureState.ASKED,
            "stays": erasure.state == ErasureState.UNDONE,
        },
    )
