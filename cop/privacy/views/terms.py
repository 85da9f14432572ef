"""New terms or a new privacy notice: what changed, and one form to accept it."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..forms.rights import TermsForm
from ..services import terms


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def accept_terms(request: HttpRequest) -> HttpResponse:
    """Shown before a page at which terms are asked for; one goes on to it. Permission: the member's own."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if not get_adapter(request).is_safe_url(wanted):
        wanted = reverse("my_page")
    versions = terms.pending_versions(request.user)
    form = TermsForm(request.POST if request.method == "POST" else None, versions=versions)
    if not versions or (request.method == "POST" and form.is_valid()):
        terms.accept(member=request.user, versions=[version.pk for version in versions])
        return HttpResponseRedirect(wanted)
    return render(request, "privacy/terms.html", {"versions": versions, "form": form, "next": wanted})
