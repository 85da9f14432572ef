"""Routes below /accounts/ that stand in front of allauth's own: same names, our views."""

from django.urls import path

from .views import factors, sign_in

urlpatterns = [
    path("login/", sign_in.SignInView.as_view(), name="account_login"),
    path("login/password/", sign_in.PasswordSignInView.as_view(), name="account_login_password"),
    path("login/code/", sign_in.ToSignInView.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", sign_in.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("signup/", sign_in.ToSignInView.as_view(), name="account_signup"),
    path("confirm-email/", sign_in.ConfirmAddressView.as_view(), name="account_email_verification_sent"),
    path("2fa/totp/activate/", factors.ActivateAppView.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", factors.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "password/reset/confirm/",
        sign_in.ConfirmResetCodeView.as_view(),
        name="account_confirm_password_reset_code",
    ),
]
