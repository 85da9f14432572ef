"""What tests of the news share."""

from tests.letters import mailbox

__all__ = ["mailbox"]
