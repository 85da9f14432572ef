"""The outbox, who does not want what, and which addresses take no letters."""

from .bounce import Bounce, StoppedAddress
from .letter import Letter
from .unsubscription import Unsubscription

__all__ = ["Bounce", "Letter", "StoppedAddress", "Unsubscription"]
