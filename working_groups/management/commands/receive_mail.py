"""`manage.py receive_mail`: take one mail from standard input; a mail server calls it (docs/operations.md).

Ends with the codes of sysexits.h that Postfix and others know. Whatever goes wrong on our side is EX_TEMPFAIL: the mail
server keeps the mail and tries again.
"""

import logging
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ...services.receiving import Closed, receive

logger = logging.getLogger(__name__)
# How mail servers write the empty sender of a bounce; the second is Postfix' pipe.
NOBODY = ("<>", "MAILER-DAEMON")


class Command(BaseCommand):
    help = "Takes one mail from standard input and posts it, or tells its sender why not."
    # The database may be away, and each mail is a process of its own.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipient", default="", help="To whom the mail server got it.")
        parser.add_argument("--sender", help="The envelope's sender; empty for a bounce.")

    def handle(self, *args: Any, **options: Any) -> None:
        sender = options["sender"]
        try:
            # One byte more tells that it is too large.
            raw = sys.stdin.buffer.read(settings.INBOUND_MAX_BYTES + 1)
            if not raw.strip():
                sys.exit(os.EX_NOINPUT)
            mail = receive(raw, recipient=options["recipient"], sender="" if sender in NOBODY else sender)
        except Closed:
            self.stderr.write("Nobody reads mails here: REPLY_DOMAIN is not set.")
            sys.exit(os.EX_UNAVAILABLE)
        except Exception:
            logger.exception("A mail could not be taken; the mail server is to try again.")
            sys.exit(os.EX_TEMPFAIL)
        if options["verbosity"] > 1:
            self.stdout.write(mail.get_outcome_display())
