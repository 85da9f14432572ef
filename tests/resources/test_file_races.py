"""At the same moment: one form sent often, versions of one file, files for the last places, views of a new month, ZIP
files."""

import uuid

import pytest
from django.utils import timezone

from resources.models import CollectionArchive, FileVersion, ResourceFile, ResourceMonth
from resources.refusals import Refused
from resources.services.counting import count_view
from resources.services.files import MOST_FILES
from resources.services.packing import ask_for_archive, make
from tests.factories.resources import ResourcePageFactory, make_collection, make_file, make_version, publisher

pytestmark = pytest.mark.race


def test_one_form_sent_many_times_is_one_file(race):
    resource, key = ResourcePageFactory(), uuid.uuid4()
    publisher()

    assert len({file.pk for file in race([lambda: make_file(resource, key=key)] * 5)}) == 1
    assert ResourceFile.objects.count() == 1


def test_versions_at_once_are_numbered_without_gaps(race):
    file = make_file(ResourcePageFactory())
    race([lambda: make_version(file)] * 5)

    assert sorted(FileVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    file.refresh_from_db()
    assert (file.last_number, file.current.number) == (6, 6)


def test_files_at_once_never_exceed_the_room_of_a_resource(race):
    resource = ResourcePageFactory()
    publisher()
    ResourceFile.objects.bulk_create(
        [ResourceFile(resource=resource, title=str(n), changed_at=timezone.now()) for n in range(MOST_FILES - 2)]
    )

    def add():
        try:
            return make_file(resource)
        except Refused as refusal:
            return refusal.reason

    assert sum(isinstance(each, ResourceFile) for each in race([add] * 5)) == 2
    assert resource.files.count() == MOST_FILES


def test_no_view_of_a_new_month_is_lost(race):
    resource = ResourcePageFactory()
    race([lambda: count_view(resource.pk)] * 6)

    assert ResourceMonth.objects.get().views == 6


def test_all_who_ask_at_once_share_one_file_that_one_worker_makes(race):
    resource = ResourcePageFactory()
    make_file(resource)
    collection = make_collection(resource)

    asked = race([lambda: ask_for_archive(collection=collection)] * 6)

    assert {each.pk for each in asked} == {CollectionArchive.objects.get().pk}
    made = CollectionArchive.objects.get().pk
    assert sorted(race([lambda: make(made)] * 4)) == [False, False, False, True]
