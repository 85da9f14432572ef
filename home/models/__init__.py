"""Pages of the home room, and messages to the secretariat."""

from .contact import ContactMessage, ContactPage
from .pages import HomePage, StandardPage

__all__ = ["ContactMessage", "ContactPage", "HomePage", "StandardPage"]
