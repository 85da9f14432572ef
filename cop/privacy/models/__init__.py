"""Rows of privacy."""

from .erasure import Erasure, ErasureState
from .exports import DataExport, ExportState
from .retention import RetentionRun

__all__ = ["DataExport", "Erasure", "ErasureState", "ExportState", "RetentionRun"]
