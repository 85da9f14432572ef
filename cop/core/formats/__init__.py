"""How dates and numbers are written: one folder a language."""
