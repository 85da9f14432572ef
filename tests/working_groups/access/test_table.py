"""Every address of the working groups answers everybody as the table says, whatever the group's visibility."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import Http404
from django.template.backends.django import Template
from django.test import RequestFactory
from django.urls import resolve, reverse

from tests.working_groups.access.table import LINES, ROLES, Line, Somebody
from tests.working_groups.access.world import build
from working_groups.choices import Visibility
from working_groups.urls import urlpatterns

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT")
# Where everybody asks with HEAD, which runs what GET runs; elsewhere these do.
HEAD_OF_ALL = (Visibility.COMMUNITY, False)
HEAD_OF = ("visitor", "other", "observer", "leader")
# Whoever may not do something writes nothing, whatever the words of the answer.
# Downloads are counted, whoever takes them.
COUNTED = ("document_file", "zip_file")
WRITES = ("INSERT INTO", "UPDATE ", "DELETE FROM")


def path_of(line: Line, things: dict[str, str]) -> str:
    """The address of a line; `=word` stands for itself."""
    arguments = [each[1:] if each.startswith("=") else things[each] for each in line.things.split()]
    return reverse(line.name, args=arguments) + line.query


class Asker:
    """Calls views as the resolver would, without the middleware, which is the same for all of them."""

    def __init__(self, world, role: str) -> None:
        self.things = world.things
        user = world.people[role]
        # A session of an account that was disabled is a visitor's: `test_disabled_account_is_a_visitor`.
        self.user = user if user is not None and user.is_active else AnonymousUser()
        self.factory = RequestFactory()

    def ask(self, line: Line, method: str) -> tuple[int, list[str]]:
        """The status, and what was written."""
        path = path_of(line, self.things)
        body = {name: value.format(**self.things) for name, value in line.body.items()}
        request = getattr(self.factory, method.lower())(path, body if method == "POST" else None)
        request.user, request.session = self.user, SessionStore()
        request._messages = CookieStorage(request)
        found = resolve(path.partition("?")[0])
        written: list[str] = []

        def watch(execute, sql, params, many, context):
            if sql.startswith(WRITES):
                written.append(sql[:80])
            return execute(sql, params, many, context)

        sid = transaction.savepoint_create()
        try:
            with connection.execute_wrapper(watch):
                response = found.func(request, *found.args, **found.kwargs)
            # Not response.close(): that ends the request, and with it the connection of this test.
            for close in response._resource_closers:
                close()
            return response.status_code, written
        except Http404:
            return 404, written
        finally:
            transaction.savepoint_rollback(sid)
            cache.clear()


def test_table_has_a_line_for_every_address_and_no_other():
    assert {line.name for line in LINES} == {pattern.name for pattern in urlpatterns}
    # Every thing of the address is named, so that no line is about an address that does not exist.
    for line in LINES:
        pattern = next(each for each in urlpatterns if each.name == line.name)
        assert len(line.things.split()) == len(pattern.pattern.converters), line.name
        assert line.of_group == ("slug" in pattern.pattern.converters), line.name


@pytest.mark.parametrize(
    ("visibility", "is_archived"), [*((each, False) for each in Visibility), (Visibility.COMMUNITY, True)]
)
def test_every_address_answers_everybody_as_the_table_says(monkeypatch, visibility, is_archived):
    # What stands on the pages is asked elsewhere (test_canary); here thousands of them are opened.
    monkeypatch.setattr(Template, "render", lambda *args, **kwargs: "")
    world = build(visibility, is_archived=is_archived)
    wrong, written = [], []
    for role in ROLES:
        one, asker = Somebody(role, visibility, is_archived), Asker(world, role)
        for line in LINES:
            for method in METHODS:
                if method == "HEAD" and role not in HEAD_OF and (visibility, is_archived) != HEAD_OF_ALL:
                    continue
                status, writes = asker.ask(line, method)
                expected = line.expected(method, one)
                if status != expected:
                    wrong.append(f"{method} {line.name} {line.things}: {role} gets {status}, not {expected}")
                if expected == 200 and line.name in COUNTED:
                    writes = [sql for sql in writes if "working_groups_groupmonth" not in sql]
                if writes and (expected in (403, 404, 405) or not one.has_account):
                    written.append(f"{method} {line.name}: {role} {writes}")
    assert (wrong, written) == ([], [])
