"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find an article."""

from django.urls import URLPattern, path

from .views import pages

page_urls = [
    path("news/", pages.news_index, name="news_index"),
    path("news/feed.rss", pages.news_rss, name="news_rss"),
    path("news/feed.atom", pages.news_atom, name="news_atom"),
    path("news/<str:slug>/", pages.article_page, name="article_page"),
]

urlpatterns: list[URLPattern] = [*page_urls]
