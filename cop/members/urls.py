"""Routes of this room."""

from django.urls import path
from django.views.generic import RedirectView

from .views import account, directory, identity, profile

urlpatterns = [
    path("welcome/", profile.WelcomeView.as_view(), name="welcome"),
    path("profile/", profile.ProfileView.as_view(), name="profile"),
    path("profile/organisations/", profile.OrganisationSuggestionsView.as_view(), name="organisation_suggestions"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/confirm/", identity.ConfirmIdentityView.as_view(), name="confirm_identity"),
    path("account/second-factor/", account.SecondFactorView.as_view(), name="second_factor"),
    path("people/", directory.people, name="people"),
    path("people/blocked/", directory.BlocksView.as_view(), name="contact_blocks"),
    path("people/letters/<str:token>/", directory.LetterLinkView.as_view(), name="contact_link"),
    path("people/<int:pk>/", directory.person, name="person"),
    path("people/<int:pk>/write/", directory.WriteView.as_view(), name="write_to_person"),
    # Wagtail's other log-in form, meant for private pages; like its brother below /admin/ it would count no tries.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
