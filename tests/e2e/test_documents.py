"""A rapporteur uploads a deck, it is commented on, made final, found by a word on slide 4; with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.documents import deck, make_document, pdf, picture
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.factories.resources import library
from working_groups.choices import DocumentState, GroupRole
from working_groups.models import Document, WorkingGroup
from working_groups.services.document_changes import set_state, trash_document
from working_groups.services.folders import make_folder
from working_groups.services.publishing import ask_to_publish

HOME = "/working-groups/circle/documents/"
DECK = {"name": "Interim findings.pptx", "mimeType": "application/octet-stream"}
PAPER = {"name": "Method.pdf", "mimeType": "application/pdf"}


@pytest.fixture
def people(server):
    group = WorkingGroupFactory(page__slug="circle", page__title="First circle")
    ana = MembershipFactory(group=group, member__name="Ana Sample", role=GroupRole.RAPPORTEUR).member
    bela = MembershipFactory(group=group, member__name="Bela Muster").member
    return ana, bela


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_rapporteur_shares_a_deck(new_page, axe, log_in, people, run_tasks, javascript):
    ana, bela = people
    page = new_page(javascript=javascript)
    log_in(page, ana)
    page.goto(HOME)
    if javascript:
        axe(page)
    page.get_by_role("link", name="Share documents").click()
    files = [
        {**DECK, "buffer": deck("Findings", "Method", "Numbers", "Quartz is what we found")},
        {**PAPER, "buffer": pdf("How we counted")},
    ]
    page.get_by_label("Files").set_input_files(files)
    if javascript:
        expect(page.locator(".upload-list li")).to_have_count(2)
        axe(page)
    page.get_by_label("Tags").fill("interim")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page).to_have_url(re.compile(f"{HOME}$"))
    expect(page.locator(".file-row h3")).to_have_text(["Interim findings.pptx", "Method.pdf"])
    run_tasks()
    if javascript:
        axe(page)

    page.get_by_role("link", name="Interim findings.pptx", exact=True).click()
    expect(page.get_by_role("heading", name="Slide 4")).to_be_visible()
    page.get_by_text("for comment", exact=True).click()
    page.get_by_label("Last day for comments").fill("2099-12-31")
    page.get_by_role("button", name="Save state").click()
    expect(page.get_by_text("The document is open for comment.")).to_be_visible()
    if javascript:
        axe(page)

    other = new_page(javascript=javascript)
    log_in(other, bela)
    other.goto("/my/")
    other.get_by_role("link", name="Interim findings.pptx").click()
    other.get_by_label("Your comment").fill("Slide **4** needs a source.")
    other.get_by_role("button", name="Comment", exact=True).click()
    expect(other.locator(".comments strong").nth(1)).to_have_text("4")

    page.reload()
    expect(page.get_by_text("needs a source")).to_be_visible()
    page.get_by_role("link", name=re.compile("^New version")).click()
    page.get_by_label("File", exact=True).set_input_files(
        [{**DECK, "buffer": deck("Findings", "Method", "Numbers", "Quartz is what we found (source: survey)")}]
    )
    page.get_by_label("What changed").fill("A source on slide 4")
    page.get_by_role("button", name="Add version").click()
    expect(page.get_by_text("A source on slide 4")).to_be_visible()
    run_tasks()
    page.get_by_role("link", name=re.compile("^Compare")).click()
    expect(page.locator("ins")).to_contain_text("(source: survey)")
    if javascript:
        axe(page)
    page.go_back()
    page.get_by_text("final", exact=True).click()
    page.get_by_role("button", name="Save state").click()
    expect(page.get_by_text("it takes no more versions and comments", exact=False)).to_be_visible()

    other.goto(HOME)
    other.get_by_role("searchbox", name="Search the documents").fill("quartz")
    other.get_by_role("searchbox", name="Search the documents").press("Enter")
    expect(other.get_by_text("slide 4", exact=True)).to_be_visible()
    other.get_by_role("link", name="Interim findings.pptx", exact=True).click()
    expect(other).to_have_url(re.compile("#part-4$"))
    expect(other.get_by_text("needs a source")).to_be_visible()
    assert other.get_by_label("Your comment").count() == 0
    assert Document.objects.count() == 2


@pytest.mark.parametrize("width", ["wide"], indirect=True)
def test_file_that_is_refused_says_why_beside_it_and_the_others_stay(new_page, axe, log_in, people):
    page = new_page()
    log_in(page, people[0])
    page.goto(f"{HOME}upload/")
    page.get_by_label("Files").set_input_files(
        [
            {"name": "tool.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\0" * 600},
            {**PAPER, "buffer": pdf("How we counted")},
        ]
    )
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator(".upload-bad p")).to_contain_text("Files of this kind are not accepted")
    expect(page.locator(".upload-good")).to_contain_text("Method.pdf")
    axe(page)
    page.get_by_role("button", name="Remove tool.pdf").click()
    expect(page.locator(".upload-list li")).to_have_count(1)
    page.goto(HOME)
    expect(page.locator(".file-row h3")).to_have_text(["Method.pdf"])


def test_pages_around_a_document_are_clean(new_page, axe, log_in, people):
    ana, _bela = people
    group = WorkingGroup.objects.get(page__slug="circle")
    folder = make_folder(group_id=group.pk, actor=ana, name="Meetings")
    photo = make_document(group, ana, name="Photo.jpg", content=picture(), folder_id=folder.pk)
    final = make_document(group, ana, name="Long-name-" * 11 + ".txt", tags=["one", "two"])
    set_state(document=final, actor=ana, state=DocumentState.FINAL)
    gone = make_document(group, ana, name="Gone.txt")
    trash_document(document=gone, actor=ana)
    staff = UserFactory(staff=True)
    ask_to_publish(document=final, actor=ana, note="Please.", licence="cc-by-4.0")
    page = new_page()
    log_in(page, ana)
    for address in (
        f"folders/{folder.pk}/", f"folders/{folder.pk}/change/", f"{photo.pk}/", f"{photo.pk}/versions/new/",
        f"{photo.pk}/change/", f"{final.pk}/", "deleted/", "?q=nothing",
    ):  # fmt: skip
        page.goto(f"{HOME}{address}")
        axe(page)
    page.goto(f"{HOME}folders/{folder.pk}/")
    page.get_by_role("button", name="As ZIP").click()
    expect(page.get_by_role("progressbar", name="Documents packed")).to_be_visible()
    axe(page)
    page.context.clear_cookies()
    log_in(page, staff)
    page.goto("/library-requests/")
    axe(page)
    library()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
