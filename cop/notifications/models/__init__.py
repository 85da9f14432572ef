"""The outbox."""

from .letter import Letter

__all__ = ["Letter"]
