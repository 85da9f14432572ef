"""Sessions in the database, read with a statement that is written once."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from cop.core.prepared import prepared


class SessionStore(DatabaseStore):
    """Django's store; every request of a logged-in member begins with it."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        for session in _sessions(self.session_key, timezone.now()):
            return session
        # As Django does it: an unknown key is not used again.
        self._session_key = None
        return None


@prepared
def _sessions(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
