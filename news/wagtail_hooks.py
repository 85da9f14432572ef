"""What the news room adds to the Wagtail admin."""

from wagtail import hooks

from .viewsets import NewsletterViewSet


@hooks.register("register_admin_viewset")
def register_newsletter() -> NewsletterViewSet:
    """The newsletter's desk."""
    return NewsletterViewSet()
