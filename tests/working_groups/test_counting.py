"""Readers and downloads a month: each reader once, each download once, and no list of who read what."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse

from cop.core.files.serving import begins_download
from tests.factories.discussion import make_thread
from tests.factories.documents import make_document
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from working_groups.choices import GroupRole, MembershipState, Visibility
from working_groups.models import FolderArchive, GroupMonth, Membership
from working_groups.personal_data import collect
from working_groups.selectors.doors import get_group_for
from working_groups.services.archives import make
from working_groups.services.counting import count_download, count_reader
from working_groups.services.memberships import begin_membership, end_membership

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", visibility=Visibility.PUBLIC)


@pytest.fixture
def reader(group):
    return MembershipFactory(group=group).member


def counted():
    return list(GroupMonth.objects.order_by("month").values_list("month", "readers", "downloads"))


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_member_who_opens_discussions_and_documents_is_one_reader(group, reader, client_for):
    thread, document = make_thread(group), make_document(group)
    client = client_for(reader)
    for _each in range(2):
        client.get(f"/working-groups/one/discussion/{thread.pk}/")
        client.get(f"/working-groups/one/documents/{document.pk}/")
    assert counted() == [(JUNE, 1, 0)]
    client_for(thread.author).get(f"/working-groups/one/documents/{document.pk}/")
    assert counted() == [(JUNE, 2, 0)]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
@pytest.mark.parametrize("who", ["visitor", "account", "secretariat", "left"])
def test_whoever_does_not_belong_is_no_reader(group, client, client_for, who):
    document = make_document(group)
    people = {
        "account": UserFactory,
        "secretariat": lambda: UserFactory(staff=True),
        "left": lambda: MembershipFactory(group=group, state=MembershipState.LEFT).member,
    }
    asks = client if who == "visitor" else client_for(people[who]())
    assert asks.get(f"/working-groups/one/documents/{document.pk}/").status_code == 200
    assert counted() == []


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_looking_ahead_and_asking_for_headers_is_not_reading(group, reader, client_for):
    thread, document = make_thread(group), make_document(group)
    client = client_for(reader)
    for address in (f"/working-groups/one/discussion/{thread.pk}/", f"/working-groups/one/documents/{document.pk}/"):
        assert client.head(address).status_code == 200
        assert client.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    assert sent(client.get(file_of(document), headers={"Sec-Purpose": "prefetch"})) != b""
    assert not begins_download(RequestFactory().head(file_of(document)))
    assert counted() == []


def test_month_is_that_of_the_site(group, reader):
    # 22:30 UTC on 30 June is half past midnight on 1 July in Brussels.
    inside = get_group_for(reader, "one")
    for moment in ("2026-06-30T21:30:00Z", "2026-06-30T22:30:00Z"):
        with time_machine.travel(moment, tick=False):
            count_reader(inside)
            count_download(group.pk)
    assert counted() == [(JUNE, 1, 1), (date(2026, 7, 1), 1, 1)]
    # A stale page does not set the mark back.
    with time_machine.travel("2026-06-30T21:30:00Z", tick=False):
        count_reader(inside)
    assert counted() == [(JUNE, 1, 1), (date(2026, 7, 1), 1, 1)]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_who_leaves_and_comes_back_in_a_month_counts_once(group, reader):
    count_reader(get_group_for(reader, "one"))
    end_membership(group_id=group.pk, member=reader, actor=reader)
    begin_membership(group_id=group.pk, member=reader, actor=reader)
    count_reader(get_group_for(reader, "one"))
    assert counted() == [(JUNE, 1, 0)]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_second_reading_in_a_month_asks_nothing(group, reader, django_assert_num_queries):
    # The mark, the month, which is not there yet: it is made, and counted; two savepoints are begun and released.
    with django_assert_num_queries(8):
        count_reader(get_group_for_once(reader))
    inside = get_group_for(reader, "one")
    with django_assert_num_queries(0):
        count_reader(inside)


def get_group_for_once(reader):
    membership = Membership.objects.get(member=reader)
    return type("Inside", (), {"is_member": True, "membership": membership, "group": membership.group})


def sent(response):
    return b"".join(response)


def file_of(document):
    return reverse("document_file", args=["one", document.pk, document.last_number])


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("ranges", "downloads"),
    [
        ([""], 1),
        (["bytes=0-"], 1),
        (["bytes=0-3", "bytes=4-7", "bytes=8-"], 1),
        (["bytes=0-0", "bytes=0-"], 1),
        (["bytes=0-1", ""], 1),
        (["bytes=-4"], 0),
        (["bytes=900-"], 0),
        (["", ""], 2),
    ],
)
def test_ranges_of_one_download_count_once(group, reader, client_for, ranges, downloads):
    document = make_document(group, content=b"0123456789")
    client = client_for(reader)
    for asked in ranges:
        sent(client.get(file_of(document), headers={"Range": asked} if asked else {}))
    assert [number for _month, _readers, number in counted()] == ([downloads] if downloads else [])


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_visitor_of_a_public_group_counts_as_a_download(group, client):
    document = make_document(group, content=b"0123456789")
    assert sent(client.get(file_of(document))) == b"0123456789"
    assert counted() == [(JUNE, 0, 1)]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_who_may_not_have_the_file_does_not_count(group, client_for):
    document = make_document(group)
    type(group).objects.update(visibility=Visibility.PRIVATE)
    assert client_for(UserFactory()).get(file_of(document)).status_code == 403
    assert counted() == []


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_zip_counts_as_one_download(group, reader, client_for):
    make_document(group, name="a.txt")
    make_document(group, name="b.txt")
    client = client_for(reader)
    client.post("/working-groups/one/documents/zip/")
    made = FolderArchive.objects.get()
    make(made.pk)
    content = sent(client.get(reverse("zip_file", args=["one", made.key])))
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2
    assert counted() == [(JUNE, 1, 1)]


@time_machine.travel("2026-06-15T12:00:00Z", tick=False)
def test_month_of_the_last_visit_is_the_members_to_take_along_and_to_erase(group, reader):
    count_reader(get_group_for(reader, "one"))
    facts = {key: value for key, _label, value in collect(reader).records[0].facts}
    assert facts["read_month"] == JUNE
    Membership.objects.filter(member=reader).delete()
    assert counted() == [(JUNE, 1, 0)]
    assert GroupRole.MEMBER not in str(GroupMonth.objects.values().get())
