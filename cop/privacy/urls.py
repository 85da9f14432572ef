"""Routes of privacy."""

from django.urls import URLPattern, path

from .views import cookies, deletion, my_data, retention, terms

urlpatterns: list[URLPattern] = [
    path("cookies/", cookies.cookie_page, name="cookies"),
    path("cookies/choice/", cookies.choose, name="choose_cookies"),
    path("cookies/banner.css", cookies.banner_sheet, name="cookie_banner_sheet"),
    path("privacy/retention/", retention.retention_page, name="retention"),
    path("account/terms/", terms.accept_terms, name="accept_terms"),
    path("account/data/", my_data.my_data, name="my_data"),
    path("account/data/<uuid:key>/", my_data.download, name="download_my_data"),
    path("account/delete/", deletion.delete_account, name="delete_account"),
    path("account/deletion/", deletion.account_deletion, name="account_deletion"),
    path("account/keep/<str:token>/", deletion.keep_account, name="keep_account"),
]
