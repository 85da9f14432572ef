"""The first short profile and the whole profile."""
