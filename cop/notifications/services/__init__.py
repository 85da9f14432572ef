"""Every write to the outbox."""
