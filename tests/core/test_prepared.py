"""Statements that are written once: bound anew at each call, one for each shape, refused where that would be wrong."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cop.core.prepared import Unpreparable, prepared
from cop.members.models import User
from cop.taxonomy.models import Region
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [UserFactory(email=f"{name}@prepared.example", name=name) for name in ("ana", "50% ben", "cleo")]


def named(name: str) -> QuerySet[User]:
    return User.objects.filter(name=name)


def test_rows_of_a_second_call_are_those_of_its_own_values(people):
    read = prepared(named)
    assert [user.pk for user in read("ana")] == [people[0].pk]
    assert [user.pk for user in read("cleo")] == [people[2].pk]
    assert read("nobody") == []


def test_values_with_quotes_and_percent_signs_are_only_values(people):
    read = prepared(named)
    assert [user.pk for user in read("50% ben")] == [people[1].pk]
    assert read("x' OR '1'='1") == []
    assert read("%s") == []


def test_percent_signs_of_the_statement_itself_stay(people):
    @prepared
    def marked(number: int) -> QuerySet[User]:
        return User.objects.filter(name__startswith="50%", pk__gte=number).annotate(
            told=Concat(Value("100 %s of "), F("name"))
        )

    assert [user.told for user in marked(1)] == ["100 %s of 50% ben"]


def test_queryset_is_made_once_for_each_shape(people):
    made = []

    @prepared
    def chosen(name: str, is_active: bool, also: str | None) -> QuerySet[User]:
        made.append((is_active, also is None))
        found = User.objects.filter(name=name, is_active=is_active)
        return found if also is None else found | User.objects.filter(name=also)

    assert [len(chosen("ana", True, None)), len(chosen("cleo", True, None)), len(chosen("ana", False, None))] == [
        1,
        1,
        0,
    ]
    assert [user.name for user in chosen("ana", True, "cleo")] == ["ana", "cleo"]
    assert made == [(True, True), (False, True), (True, False)]


def test_statement_is_one_and_joined_rows_come_with_it(people, django_assert_num_queries):
    @prepared
    def with_profile(user_id: int) -> QuerySet[User]:
        return User.objects.filter(pk=user_id).select_related("profile__organisation")

    with_profile(people[0].pk)
    with django_assert_num_queries(1):  # account, profile and organisation in one join
        assert [user.profile.user_id for user in with_profile(people[2].pk)] == [people[2].pk]


def test_moments_tuples_and_dictionaries_come_as_from_django(people):
    User.objects.filter(pk=people[0].pk).update(date_joined=timezone.now() - timedelta(days=3))

    @prepared
    def before(moment) -> QuerySet[User, tuple]:
        return User.objects.filter(date_joined__lt=moment, email__endswith="@prepared.example").values_list(
            "pk", "date_joined"
        )

    moment = timezone.now() - timedelta(days=1)
    plain = list(
        User.objects.filter(date_joined__lt=moment, email__endswith="@prepared.example").values_list(
            "pk", "date_joined"
        )
    )
    assert before(moment) == plain
    assert [pk for pk, _ in plain] == [people[0].pk]
    assert before(moment - timedelta(days=9)) == []

    @prepared
    def as_dictionaries(name: str) -> QuerySet[User, dict]:
        return User.objects.filter(name=name).values("email")

    assert as_dictionaries("ana") == [{"email": "ana@prepared.example"}]


def test_visitors_members_and_superusers_have_statements_of_their_own(people):
    seen = []

    @prepared
    def visible(user) -> QuerySet[User]:
        seen.append((user.is_authenticated, user.is_superuser))
        if not user.is_authenticated:
            return User.objects.none()
        return User.objects.all() if user.is_superuser else User.objects.filter(pk=user.pk)

    assert visible(AnonymousUser()) == []
    assert [visible(person)[0].pk for person in people] == [person.pk for person in people]
    people[0].is_superuser = True
    assert len(visible(people[0])) == User.objects.count()
    people[1].is_active = False
    assert visible(people[1]) == []
    assert seen == [(False, False), (True, False), (True, True)]


def test_value_that_is_changed_on_its_way_is_refused():
    @prepared
    def containing(part: str) -> QuerySet[User]:
        return User.objects.filter(name__contains=part)

    with pytest.raises(Unpreparable):
        containing("a")


def test_value_that_is_not_passed_on_is_refused():
    @prepared
    def ignoring(part: str, number: int) -> QuerySet[User]:
        return User.objects.filter(name=part)

    with pytest.raises(Unpreparable):
        ignoring("a", 3)


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused():
    @prepared
    def locked(code: str) -> QuerySet[Region]:
        return Region.objects.filter(code=code).select_for_update()

    with transaction.atomic():
        locked("BE")
    with pytest.raises(TransactionManagementError):
        locked("BE")


def test_statement_counts_like_any_other(people):
    read = prepared(named)
    with CaptureQueriesContext(connection) as caught:
        read("cleo")
        read("ana")
    assert ["members_user" in query["sql"] for query in caught] == [True, True]
