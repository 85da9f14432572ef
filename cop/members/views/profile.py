"""The member's own pages: the short first profile, the whole profile, names of organisations while typing."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from cop.privacy.services import terms

from ..forms.profile import ProfileForm, WelcomeForm
from ..selectors import suggested_organisations
from ..services.profile import update_profile


class WelcomeView(LoginRequiredMixin, FormView):
    """Somebody new says who they are, and goes on to where they came from."""

    template_name = "members/welcome.html"
    form_class = WelcomeForm

    def wanted(self) -> str:
        """Where to go afterwards, if that is on this site."""
        url = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return url if get_adapter(self.request).is_safe_url(url) else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        # Asked here first: whoever has just come need not see a page about what has changed.
        member = self.request.user
        versions = terms.pending_versions(member) if member.must_accept_terms else []
        return super().get_form_kwargs() | {"member": member, "versions": versions}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self.wanted()}

    def form_valid(self, form: WelcomeForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        if values.pop("accepted", False):
            terms.accept(member=self.request.user, versions=[version.pk for version in form.versions])
        update_profile(member=self.request.user, actor=self.request.user, **values)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return self.wanted() or reverse("my_page")


class ProfileView(LoginRequiredMixin, FormView):
    """The whole profile."""

    template_name = "members/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        profile = self.request.user.profile
        return super().get_form_kwargs() | {"profile": profile, "topics": list(profile.topics.all())}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        update_profile(member=self.request.user, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Your profile is saved."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("profile")


class OrganisationSuggestionsView(LoginRequiredMixin, View):
    """Options for the list below the field; members only."""

    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        names = suggested_organisations(request.GET.get("q", "")[:200], request.GET.get("country", "")[:2])
        return render(request, "members/organisation_options.html", {"names": names})
