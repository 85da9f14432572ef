"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find an article."""

from django.urls import URLPattern, path

from .views import newsletter, pages

page_urls = [
    path("news/", pages.news_index, name="news_index"),
    path("news/feed.rss", pages.news_rss, name="news_rss"),
    path("news/feed.atom", pages.news_atom, name="news_atom"),
    path("news/<str:slug>/", pages.article_page, name="article_page"),
]

newsletter_urls = [
    path("newsletter/", newsletter.newsletter_archive, name="newsletter"),
    path("newsletter/asked/", newsletter.newsletter_asked, name="newsletter_asked"),
    path("newsletter/confirm/<str:token>/", newsletter.newsletter_confirm, name="newsletter_confirm"),
    path("newsletter/<int:number>/", newsletter.newsletter_issue, name="newsletter_issue"),
    path("my/newsletter/", newsletter.my_newsletter, name="my_newsletter"),
]

urlpatterns: list[URLPattern] = [*page_urls, *newsletter_urls]
