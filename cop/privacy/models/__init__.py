"""Rows of privacy."""

from .cookies import ConsentRecord, Cookie, CookieListVersion

__all__ = ["ConsentRecord", "Cookie", "CookieListVersion"]
