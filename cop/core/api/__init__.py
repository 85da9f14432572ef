"""The read-only interface for programs: rooms declare collections; answers and their description are made from that.

Why our own: docs/decisions/open-interfaces.md.
"""

from .declarations import Collection, Field, Found, Parameter, register, registered

__all__ = ["Collection", "Field", "Found", "Parameter", "register", "registered"]
