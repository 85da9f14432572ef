"""Pages of the home room."""

from .pages import HomeFigure, HomePage, HomeService, StandardPage

__all__ = ["HomeFigure", "HomePage", "HomeService", "StandardPage"]
