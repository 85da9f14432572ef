"""Routes of privacy."""

from django.urls import URLPattern, path

from .views import cookies

urlpatterns: list[URLPattern] = [
    path("cookies/", cookies.cookie_page, name="cookies"),
    path("cookies/choice/", cookies.choose, name="choose_cookies"),
    path("cookies/banner.css", cookies.banner_sheet, name="cookie_banner_sheet"),
]
