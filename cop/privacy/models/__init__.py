"""Rows of privacy."""

from .cookies import ConsentRecord, Cookie, CookieListVersion
from .erasure import Erasure, ErasureState
from .exports import DataExport, ExportState
from .retention import RetentionRun

__all__ = [
    "ConsentRecord",
    "Cookie",
    "CookieListVersion",
    "DataExport",
    "Erasure",
    "ErasureState",
    "ExportState",
    "RetentionRun",
]
