"""What the tests of this room share."""

from tests.letters import mailbox

__all__ = ["mailbox"]
