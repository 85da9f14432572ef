"""Routes of this room."""

from django.urls import path
from django.views.generic import RedirectView

from .views import account, profile

urlpatterns = [
    path("welcome/", profile.WelcomeView.as_view(), name="welcome"),
    path("profile/", profile.ProfileView.as_view(), name="profile"),
    path("profile/organisations/", profile.OrganisationSuggestionsView.as_view(), name="organisation_suggestions"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/second-factor/", account.SecondFactorView.as_view(), name="second_factor"),
    # Wagtail's other log-in form, meant for private pages; like its brother below /admin/ it would count no tries.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
