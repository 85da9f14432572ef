"""A visitor takes all files of a collection along as one ZIP file; also without scripts."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.factories.resources import ResourcePageFactory, make_collection, make_file


@pytest.fixture
def collection(server):
    first, last = ResourcePageFactory(title="Steel towns"), ResourcePageFactory(title="Harbours")
    make_file(first, content=b"one", title="Slides")
    make_file(last, content=b"two", title="Notes")
    return make_collection(first, last, title="Forum presentations", slug="forum")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_visitor_takes_all_files_of_a_collection_along(new_page, axe, collection, run_tasks, javascript):
    page = new_page(javascript=javascript)
    check = axe if javascript else lambda _page: None
    page.goto("/library/collections/")
    check(page)
    page.get_by_role("link", name="Forum presentations").click()
    check(page)
    page.get_by_role("button", name="All 2 files as ZIP").click()
    expect(page.get_by_text("The file is being made.")).to_be_visible()
    expect(page.get_by_text("0 of 2")).to_be_visible()
    check(page)

    # The worker makes it, and the page looks again by itself.
    run_tasks()
    expect(page.get_by_text("Your file is ready")).to_be_visible()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "forum.zip"
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert sorted(archive.read(name) for name in archive.namelist()) == [b"one", b"two"]
