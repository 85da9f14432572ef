"""Letters: the outbox and what stands in it."""
