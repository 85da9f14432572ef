"""The outbox, and who does not want what."""

from .letter import Letter
from .unsubscription import Unsubscription

__all__ = ["Letter", "Unsubscription"]
