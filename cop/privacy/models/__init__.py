"""Rows of privacy."""

from .audit import AppendOnly, AuditEntry
from .cookies import ConsentRecord, Cookie, CookieListVersion
from .erasure import Erasure, ErasureState
from .exports import DataExport, ExportState
from .retention import RetentionRun
from .terms import Document, TermsAcceptance, TermsVersion

__all__ = [
    "AppendOnly",
    "AuditEntry",
    "ConsentRecord",
    "Cookie",
    "CookieListVersion",
    "DataExport",
    "Document",
    "Erasure",
    "ErasureState",
    "ExportState",
    "RetentionRun",
    "TermsAcceptance",
    "TermsVersion",
]
