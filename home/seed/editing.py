"""Days of review for the pages that the seed has made."""

from cop.editing.services import reviewing


def give_days() -> None:
    """Pages that the seed has put straight into the tree were never published by anybody."""
    reviewing.give_missing_days()
