"""“Is it you?”, asked before pages for which a session alone is not enough (cop.privacy.recent)."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from ..forms.sign_in import IdentityCodeForm
from ..services import identity
from .sign_in import demo_mailbox


class ConfirmIdentityView(LoginRequiredMixin, View):
    """By password or second factor where the member has one, else by a code to their address.

    Permission: the member's own session.
    """

    def wanted(self, request: HttpRequest) -> str:
        url = request.POST.get("next") or request.GET.get("next") or ""
        return url if get_adapter(request).is_safe_url(url) else reverse("account")

    def get(self, request: HttpRequest) -> HttpResponse:
        methods = get_adapter(request).get_reauthentication_methods(request.user)
        if methods:
            return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': self.wanted(request)})}")
        return self.page(request, IdentityCodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("action") == "send":
            if not identity.send_code(request, member=request.user):
                messages.warning(request, _("That was too fast. Please wait a minute, then try again."))
            return HttpResponseRedirect(f"{reverse('confirm_identity')}?{urlencode({'next': self.wanted(request)})}")
        form = IdentityCodeForm(request.POST)
        if form.is_valid():
            if identity.check_code(request, form.cleaned_data["code"]):
                return HttpResponseRedirect(self.wanted(request))
            form.add_error("code", _("This code is not right. Compare it with the latest message that we sent you."))
        return self.page(request, form)

    def page(self, request: HttpRequest, form: IdentityCodeForm) -> HttpResponse:
        return render(
            request,
            "members/confirm_identity.html",
            {
                "form": form,
                "sent": identity.is_code_on_its_way(request),
                "next": self.wanted(request),
                "demo_mailbox": demo_mailbox(),
            },
        )
