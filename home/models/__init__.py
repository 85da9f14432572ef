"""Pages of the home room."""

from .pages import HomePage, StandardPage

__all__ = ["HomePage", "StandardPage"]
