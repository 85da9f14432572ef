"""At the same moment: two versions of one document, uploads for the last space, one form sent twice."""

import uuid
from io import BytesIO

import pytest

from tests.factories.documents import make_document, make_version
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from working_groups.models import Document, DocumentVersion
from working_groups.refusals import Refused
from working_groups.services.documents import checked, share, used_bytes

pytestmark = pytest.mark.race


def test_versions_at_once_are_all_kept_and_numbered_without_gaps(race):
    document = make_document()
    editors = [MembershipFactory(group=document.group).member for _ in range(6)]
    race([lambda editor=editor: make_version(document, editor, based_on=1) for editor in editors])
    assert sorted(DocumentVersion.objects.values_list("number", flat=True)) == list(range(1, 8))
    document.refresh_from_db()
    assert (document.last_number, document.current.number) == (7, 7)


def test_uploads_at_once_never_exceed_the_space_of_the_group(race):
    group = WorkingGroupFactory()
    type(group).objects.filter(pk=group.pk).update(quota_megabytes=1)
    members = [MembershipFactory(group=group).member for _ in range(6)]

    def upload(member):
        try:
            return make_document(group, member, content=b"x" * 400_000)
        except Refused as refusal:
            return refusal.reason

    results = race([lambda member=member: upload(member) for member in members])
    assert sum(isinstance(each, Document) for each in results) == 2
    assert used_bytes(group.pk) == 800_000


def test_one_form_sent_many_times_is_one_document(race):
    group = WorkingGroupFactory()
    author, key = MembershipFactory(group=group).member, uuid.uuid4()

    def upload():
        file = checked(BytesIO(b"Once"), name="a.txt", size=4)
        return share(group_id=group.pk, author=author, file=file, key=key)

    assert len({version.pk for version in race([upload] * 5)}) == 1
    assert Document.objects.count() == 1
