"""The pages of documents: who reaches them, how files leave, what they cost, what leaks nowhere, bad input."""

import uuid
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories.discussion import make_thread
from tests.factories.documents import deck, make_document, make_version, pdf, picture, read_all
from tests.factories.groups import MembershipFactory, WorkingGroupFactory
from tests.factories.members import UserFactory
from tests.factories.resources import library
from working_groups.choices import DocumentState, GroupRole, PublicationState, Visibility
from working_groups.document_data import remove_deleted_documents, remove_old_requests
from working_groups.models import Document, DocumentVersion, Folder, FolderArchive, PublicationRequest
from working_groups.services import archives, publishing
from working_groups.services.document_changes import lock_document, set_state, trash_document
from working_groups.services.memberships import end_membership

pytestmark = pytest.mark.django_db

HOME = "/working-groups/one/documents/"


@pytest.fixture
def group():
    return WorkingGroupFactory(page__slug="one", page__title="First circle")


@pytest.fixture
def author(group):
    return MembershipFactory(group=group, member__name="Ana Sample").member


@pytest.fixture
def leader(group):
    return MembershipFactory(group=group, member__name="Chiara Esempio", role=GroupRole.LEADER).member


def body_of(response):
    """All of an answer that may come in pieces; its file is closed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return content


def sent(name="a.txt", content=b"Quartz"):
    return SimpleUploadedFile(name, content)


# Reaching


def test_documents_are_reached_through_their_own_group_only(group, author, client_for):
    elsewhere = make_document(name="Elsewhere.txt")
    MembershipFactory(group=elsewhere.group, member=author)
    client = client_for(author)
    slug = elsewhere.group.page.slug
    assert client.get(f"/working-groups/{slug}/documents/{elsewhere.pk}/").status_code == 200
    for address in ("", "versions/1/file/", "versions/1/pages/1/", "versions/new/", "compare/?a=1&b=1", "change/"):
        assert client.get(f"{HOME}{elsewhere.pk}/{address}").status_code == 404, address
    for address in ("", "state/", "lock/", "versions/1/restore/"):
        assert client.post(f"{HOME}{elsewhere.pk}/{address}", {"text": "X"}).status_code == 404, address
    for number in (0, 10**30):
        assert client.get(f"{HOME}{number}/").status_code == 404
        assert client.get(f"{HOME}1/versions/{number}/file/").status_code == 404


def test_leaving_works_at_once_for_download_links(group, author, client_for):
    document = make_document(group, author, name="a.jpg", content=picture())
    made = archives.ask_for_archive(inside=_inside(author), member=author, folder=None)
    archives.make(made.pk)
    client = client_for(author)
    addresses = [
        HOME,
        f"{HOME}{document.pk}/",
        f"{HOME}{document.pk}/versions/1/file/",
        f"{HOME}{document.pk}/versions/1/file/?view=picture",
        f"{HOME}zip/{made.key}/",
        f"{HOME}zip/{made.key}/file/",
    ]
    answers = [client.get(address) for address in addresses]
    assert [(answer.status_code, bool(body_of(answer))) for answer in answers] == [(200, True)] * 6
    end_membership(group_id=group.pk, member=author, actor=author)
    assert [client.get(address).status_code for address in addresses] == [403] * 6
    group.visibility = Visibility.HIDDEN
    group.save()
    assert [client.get(address).status_code for address in addresses] == [404] * 6


def _inside(member):
    from working_groups.selectors.doors import get_group_for

    return get_group_for(member, "one")


def test_archive_of_another_member_does_not_exist(group, author, leader, client_for):
    make_document(group, author)
    made = archives.ask_for_archive(inside=_inside(author), member=author, folder=None)
    archives.make(made.pk)
    assert client_for(leader).get(f"{HOME}zip/{made.key}/file/").status_code == 404
    FolderArchive.objects.update(expires_at=timezone.now())
    client = client_for(author)
    assert client.get(f"{HOME}zip/{made.key}/file/").status_code == 404
    assert "The day of this file is over" in client.get(f"{HOME}zip/{made.key}/").text


def test_deleted_document_is_there_for_moderators_only(group, author, leader, client_for):
    document = make_document(group, author)
    trash_document(document=document, actor=author)
    for address in (f"{HOME}{document.pk}/", f"{HOME}{document.pk}/versions/1/file/"):
        assert client_for(author).get(address).status_code == 404
        assert body_of(client_for(leader).get(address))
    assert "notes.txt" not in client_for(leader).get(HOME).text
    assert "notes.txt" in client_for(leader).get(f"{HOME}deleted/").text
    client_for(leader).post(f"{HOME}{document.pk}/bring-back/")
    assert "notes.txt" in client_for(author).get(HOME).text


# How files leave


def test_file_leaves_as_an_attachment_that_can_do_nothing(group, author, client_for):
    document = make_document(group, author, name="Größe.md", content=b"<script>alert(1)</script>")
    answer = client_for(author).get(f"{HOME}{document.pk}/versions/1/file/?view=picture")
    assert body_of(answer) == b"<script>alert(1)</script>"
    headers = answer.headers
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.md"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store, private"


def test_pictures_and_pages_may_be_looked_at(group, author, client_for):
    client = client_for(author)
    photo = make_document(group, author, name="a.jpg", content=picture())
    paper = make_document(group, author, name="b.pdf", content=pdf("Alpha", "Beta"))
    read_all(paper)
    shown = client.get(f"{HOME}{photo.pk}/versions/1/file/?view=picture")
    page = client.get(f"{HOME}{paper.pk}/versions/1/pages/2/")
    assert [each.headers["Content-Disposition"].split(";")[0] for each in (shown, page)] == ["inline", "inline"]
    assert [each.headers["Content-Type"] for each in (shown, page)] == ["image/jpeg", "image/webp"]
    assert body_of(shown)
    assert body_of(page)[:4] == b"RIFF"
    for number in (0, 3):
        assert client.get(f"{HOME}{paper.pk}/versions/1/pages/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "content", "says"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=4-2", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_ranges(group, author, client_for, asked, status, content, says):
    document = make_document(group, author, content=b"0123456789")
    answer = client_for(author).get(f"{HOME}{document.pk}/versions/1/file/", headers={"Range": asked})
    assert (answer.status_code, body_of(answer), answer.headers.get("Content-Range")) == (status, content, says)


def test_range_of_another_file_than_the_one_known_is_the_whole(group, author, client_for):
    document = make_document(group, author, content=b"0123456789")
    client, address = client_for(author), f"{HOME}{document.pk}/versions/1/file/"
    whole = client.get(address)
    etag = whole.headers["ETag"]
    assert body_of(whole) == b"0123456789"
    for known, status in ((etag, 206), ('"other"', 200)):
        answer = client.get(address, headers={"Range": "bytes=2-4", "If-Range": known})
        body_of(answer)
        assert answer.status_code == status


def test_proxy_that_offers_it_hands_the_file_out(group, author, client_for, settings):
    settings.PRIVATE_FILES_PROXY_PATH = "/private-files/"
    document = make_document(group, author)
    client = client_for(author)
    answer = client.get(f"{HOME}{document.pk}/versions/1/file/")
    assert answer.content == b""
    assert answer.headers["X-Accel-Redirect"] == f"/private-files/{document.current.path}"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_for(UserFactory()).get(f"{HOME}{document.pk}/versions/1/file/").status_code == 403


# Uploading


def test_several_files_come_at_once_without_a_script(group, author, client_for):
    client = client_for(author)
    folder = Folder.objects.create(group=group, name="Meetings")
    data = {"batch": uuid.uuid4(), "files": [sent("One.txt"), sent("Two.txt")], "folder": folder.pk, "tags": "a, b",
            "tell": "quiet", "message": ""}  # fmt: skip
    assert client.post(f"{HOME}upload/", data).headers["Location"] == f"{HOME}folders/{folder.pk}/"
    # Back and sent again: the same files.
    data["files"] = [sent("One.txt"), sent("Two.txt")]
    client.post(f"{HOME}upload/", data)
    assert list(Document.objects.order_by("name").values_list("name", flat=True)) == ["One.txt", "Two.txt"]
    assert "Two.txt" in client.get(f"{HOME}?tag=b").text


def test_bad_file_among_good_ones_is_named_and_the_others_are_kept(group, author, client_for):
    data = {"files": [sent("One.txt"), sent("<b>.exe", b"MZ\x90")], "folder": "", "tags": "", "tell": "quiet"}
    answer = client_for(author).post(f"{HOME}upload/", data)
    assert answer.status_code == 400
    assert "1 document was shared, the others were not" in answer.text
    assert "&lt;b&gt;.exe: Files of this kind are not accepted" in answer.text
    assert Document.objects.get().name == "One.txt"


@pytest.mark.parametrize("data", [{}, {"files": []}, {"folder": "x"}, {"batch": "x", "tell": "loud"},
                                  {"tags": "t" * 100}])  # fmt: skip
def test_form_that_is_wrong_says_so(group, author, client_for, data):
    answer = client_for(author).post(f"{HOME}upload/", {"tell": "quiet", **data})
    assert (answer.status_code, Document.objects.count()) == (400, 0)


def test_script_gets_its_answer_as_json(group, author, client_for):
    headers = {"X-Requested-With": "upload"}
    client = client_for(author)
    data = {"batch": uuid.uuid4(), "place": "0", "folder": "", "tags": "", "tell": "quiet", "message": ""}
    assert client.post(f"{HOME}upload/", {**data, "files": sent()}, headers=headers).json() == {"problem": ""}
    bad = client.post(f"{HOME}upload/", {**data, "place": "1", "files": sent("a.pdf", b"MZ")}, headers=headers)
    assert bad.json()["problem"].startswith("Files of this kind")
    assert client.post(f"{HOME}upload/", data, headers=headers).json()["problem"] == "Choose at least one file."
    observer = client_for(MembershipFactory(group=group, role=GroupRole.OBSERVER).member)
    assert observer.post(f"{HOME}upload/", {**data, "files": sent()}, headers=headers).status_code == 403
    assert Document.objects.count() == 1


def test_second_editor_reads_that_somebody_was_faster(group, author, client_for):
    document = make_document(group, author)
    make_version(document, author, based_on=1)
    data = {"based_on": 1, "file": sent("b.txt", b"Mine"), "what_changed": "All of it", "tell": "quiet"}
    text = client_for(author).post(f"{HOME}{document.pk}/versions/new/", data, follow=True).text
    assert "Meanwhile somebody else added version 2" in text
    assert "Made from version 1, while version 2 came in." in text


def test_lock_of_another_is_said_and_holds(group, author, leader, client_for):
    document = make_document(group, author)
    lock_document(document=document, actor=author)
    client = client_for(leader)
    text = client.get(f"{HOME}{document.pk}/").text
    assert "Ana Sample is editing this document until" in text
    assert client.get(f"{HOME}{document.pk}/versions/new/").status_code == 403
    client.post(f"{HOME}{document.pk}/lock/", {"lock": "no"})
    assert client.get(f"{HOME}{document.pk}/versions/new/").status_code == 200


def test_versions_are_compared_in_words_not_by_colour_alone(group, author, client_for):
    document = make_document(group, author, content=b"same\nold <b>\nend")
    make_version(document, author, content=b"same\nnew\nend", based_on=1)
    client = client_for(author)
    assert "not yet" in client.get(f"{HOME}{document.pk}/compare/?a=1&b=2").text
    read_all(document)
    text = client.get(f"{HOME}{document.pk}/compare/?a=1&b=2").text
    assert '<del><span class="hidden-visually">Gone: </span>old &lt;b&gt;</del>' in text
    assert '<ins><span class="hidden-visually">New: </span>new</ins>' in text
    for numbers in ("a=1", "a=x&b=2", "a=1&b=9", f"a=1&b={10**30}"):
        assert client.get(f"{HOME}{document.pk}/compare/?{numbers}").status_code == 404


def test_comment_is_cleaned_and_shown(group, author, client_for):
    document = make_document(group, author)
    client = client_for(author)
    data = {"text": "**Good** <script>alert(1)</script>", "key": uuid.uuid4()}
    client.post(f"{HOME}{document.pk}/", data)
    client.post(f"{HOME}{document.pk}/", data)
    text = client.get(f"{HOME}{document.pk}/").text
    assert text.count("<strong>Good</strong>") == 1
    assert "<script>alert" not in text
    assert client.post(f"{HOME}{document.pk}/", {"text": ""}).status_code == 200


def test_refused_comment_is_403_and_keeps_what_was_typed(group, author, client_for):
    document = make_document(group, author)
    observer = client_for(MembershipFactory(group=group, role=GroupRole.OBSERVER).member)
    address = f"{HOME}{document.pk}/"
    assert "As an observer you read here" in observer.get(address).text
    answer = observer.post(address, {"text": "A <long> thought", "key": uuid.uuid4()})
    assert answer.status_code == 403
    assert "You may not do this in this group." in answer.text
    assert "A &lt;long&gt; thought</textarea>" in answer.text
    # Made final in one tab, commented on in another.
    set_state(document=document, actor=author, state=DocumentState.FINAL)
    answer = client_for(author).post(address, {"text": "Too late", "key": uuid.uuid4()})
    assert (answer.status_code, "Too late</textarea>" in answer.text) == (403, True)
    assert "The time for comments is over." in answer.text
    assert document.comments.count() == 0


def test_state_is_changed_by_whoever_shared_it_and_words_are_said(group, author, client_for):
    document = make_document(group, author)
    client = client_for(author)
    address = f"{HOME}{document.pk}/state/"
    assert "Choose a day from today on" in client.post(address, {"state": "comment"}, follow=True).text
    day = timezone.localdate() + timedelta(days=3)
    assert "open for comment" in client.post(address, {"state": "comment", "comment_until": day}, follow=True).text
    assert f'value="{day.isoformat()}"' in client.get(f"{HOME}{document.pk}/").text
    assert "is final" in client.post(address, {"state": "final"}, follow=True).text
    assert client.post(address, {"state": "draft"}).status_code == 403
    assert client_for(MembershipFactory(group=group).member).post(address, {"state": "final"}).status_code == 403


def test_state_chosen_in_an_old_tab_does_not_undo_what_others_chose(group, author, leader, client_for):
    document = make_document(group, author)
    old_tab = client_for(leader)
    assert 'name="seen" value="draft"' in old_tab.get(f"{HOME}{document.pk}/").text
    set_state(document=document, actor=author, state=DocumentState.FINAL)
    data = {"seen": "draft", "state": "comment", "comment_until": timezone.localdate()}
    assert (
        "changed the state of this document meanwhile"
        in old_tab.post(f"{HOME}{document.pk}/state/", data, follow=True).text
    )
    document.refresh_from_db()
    assert document.state == DocumentState.FINAL
    old_tab.post(f"{HOME}{document.pk}/state/", data | {"seen": "final"})
    document.refresh_from_db()
    assert document.state == DocumentState.COMMENT


# Elsewhere


def test_my_page_shows_what_waits_for_comment(group, author, client_for):
    document = make_document(group, author, name="Outline.txt")
    today = timezone.localdate()
    set_state(document=document, actor=author, state=DocumentState.COMMENT, comment_until=today)
    reader = MembershipFactory(group=group).member
    client = client_for(reader)
    assert f'href="{HOME}{document.pk}/"' in client.get("/my/").text
    assert f'href="{HOME}{document.pk}/"' not in client_for(UserFactory()).get("/my/").text
    end_membership(group_id=group.pk, member=reader, actor=reader)
    assert f'href="{HOME}{document.pk}/"' not in client.get("/my/").text


def test_face_of_the_group_shows_the_latest_to_those_who_may_read(group, author, client_for, client):
    make_document(group, author, name="Outline.txt")
    assert "Outline.txt" in client_for(author).get("/working-groups/one/").text
    assert "Outline.txt" not in client.get("/working-groups/one/").text


def test_post_shows_what_came_with_it(group, author, client_for):
    thread = make_thread(group, author)
    client = client_for(author)
    data = {"text": "See this.", "key": uuid.uuid4(), "files": [sent("One.txt")]}
    client.post(f"/working-groups/one/discussion/{thread.pk}/", data)
    document = Document.objects.get()
    assert f'href="{HOME}{document.pk}/"' in client.get(f"/working-groups/one/discussion/{thread.pk}/").text
    bad = {"text": "See this.", "key": uuid.uuid4(), "files": [sent("a.pdf", b"MZ")]}
    assert "a.pdf: Files of this kind" in client.post(f"/working-groups/one/discussion/{thread.pk}/", bad).text
    assert thread.posts.count() == 2


def test_search_finds_a_word_on_slide_four(group, author, client_for):
    document = make_document(group, author, name="Deck.pptx", content=deck("One", "Two", "Three", "Quartz findings"))
    read_all(document)
    for address in (f"{HOME}?q=quartz", "/search/?q=quartz"):
        text = client_for(author).get(address).text
        assert f'href="{HOME}{document.pk}/#part-4"' in text
        assert "slide 4" in text.lower()
    assert "Nothing found" in client_for(author).get(f"{HOME}?q=granite").text


def test_library_queue_is_the_secretariats(group, author, leader, client_for):
    library()
    document = make_document(group, author)
    set_state(document=document, actor=leader, state=DocumentState.FINAL)
    client = client_for(leader)
    client.post(f"{HOME}{document.pk}/publish/", {"licence": "cc-by-4.0", "note": "Please."})
    request = PublicationRequest.objects.get()
    assert client.post(f"/library-requests/{request.pk}/", {"answer": "approve"}).status_code == 404
    staff = client_for(UserFactory(staff=True))
    assert "Please." in staff.get("/library-requests/").text
    staff.post(f"/library-requests/{request.pk}/", {"answer": "refuse", "reason": ""})
    staff.post(f"/library-requests/{request.pk}/", {"answer": "approve"})
    request.refresh_from_db()
    assert request.state == PublicationState.APPROVED
    assert "has approved version 1" in client.get(f"{HOME}{document.pk}/").text


# Retention


def test_retention_removes_what_was_deleted_and_what_was_answered_long_ago(group, author, leader):
    from cop.privacy import retention

    rules = {rule.key: rule for rule in retention.rules()}
    now = timezone.now()
    old, young = make_document(group, author, name="Old.txt"), make_document(group, author, name="Young.txt")
    trash_document(document=old, actor=author, now=now - timedelta(days=30))
    trash_document(document=young, actor=author, now=now - timedelta(days=29))
    assert remove_deleted_documents(now, rules["deleted-documents"]) == 1
    assert Document.objects.get() == young
    final = make_document(group, author)
    set_state(document=final, actor=leader, state=DocumentState.FINAL)
    request = publishing.ask_to_publish(document=final, actor=leader, note="", licence="cc0-1.0")
    staff = UserFactory(staff=True)
    publishing.refuse_publication(request=request, actor=staff, reason="X", now=now - timedelta(days=1094))
    assert remove_old_requests(now, rules["publication-requests"]) == 0
    PublicationRequest.objects.update(decided_at=now - timedelta(days=1095))
    assert remove_old_requests(now, rules["publication-requests"]) == 1


# Nothing leaks


def test_canaries_of_a_hidden_group_appear_in_no_answer_to_others(client_for, staff):
    group = WorkingGroupFactory(page__slug="shadow", page__title="Shadow circle", visibility=Visibility.HIDDEN)
    keeper = MembershipFactory(group=group, role=GroupRole.LEADER).member
    document = make_document(group, keeper, name="canaryname.txt", content=b"canarytext", tags=["canarytag"])
    Folder.objects.create(group=group, name="canaryfolder")
    today = timezone.localdate()
    set_state(document=document, actor=keeper, state=DocumentState.COMMENT, comment_until=today)
    read_all(document)
    words = ("canaryname", "canarytext", "canarytag", "canaryfolder")
    inside = client_for(keeper)
    shown = inside.get("/working-groups/shadow/documents/").text + inside.get("/search/?q=canarytext").text
    assert [word in shown for word in words] == [True] * 4

    other = MembershipFactory(group=WorkingGroupFactory()).member
    left = MembershipFactory(group=group).member
    end_membership(group_id=group.pk, member=left, actor=left)
    addresses = [
        "/", "/my/", "/working-groups/", "/working-groups/shadow/", "/working-groups/shadow/documents/",
        "/working-groups/shadow/documents/?q=canarytext", f"/working-groups/shadow/documents/{document.pk}/",
        f"/working-groups/shadow/documents/{document.pk}/versions/1/file/", "/library-requests/", "/sitemap.xml",
        "/news/feed/rss/", *(f"/search/?q={word}" for word in words),
    ]  # fmt: skip
    for who in (None, other, left):
        client = client_for(who)
        for address in addresses:
            answer = client.get(address)
            text = body_of(answer).decode(errors="replace")
            # What was typed stands in the field again.
            text = text.replace(address.rpartition("=")[2], "") if "q=" in address else text
            assert [word for word in words if word in text] == [], (who, address)
    # A tag of documents is none of the admin's.
    assert "canarytag" not in client_for(staff).get("/admin/tag-autocomplete/?term=canary").text


# What it costs


def test_list_costs_the_same_with_one_and_with_three_hundred(group, author, client_for, django_assert_num_queries):
    document = make_document(group, author, tags=["draft"])
    client = client_for(author)
    client.get(HOME)
    # Session, account, group with membership, rights (two);
    # folders, count, page, its tags, all tags, used space.
    with django_assert_num_queries(11):
        client.get(HOME)
    _many(document, 299)
    with django_assert_num_queries(11):
        assert client.get(HOME).text.count('class="file-row"') == 50
    # With words three more: the texts that hold them, and how many discussions and meetings do.
    with django_assert_num_queries(14):
        client.get(f"{HOME}?q=notes")


def _many(document, number):
    now = timezone.now()
    made = Document.objects.bulk_create(
        Document(group=document.group, name=f"Notes {n}.txt", author=document.author, created_at=now, changed_at=now,
                 last_number=1)
        for n in range(number)
    )  # fmt: skip
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=each, number=1, name=each.name, path=f"x/{each.pk}", size=1, content_type="text/plain",
                        extension="txt", author=document.author, created_at=now)
        for each in made
    )  # fmt: skip
    for each, version in zip(made, versions, strict=True):
        each.current = version
    Document.objects.bulk_update(made, ["current"])


def test_document_costs_the_same_with_one_and_with_three_versions_and_comments(
    group, author, client_for, django_assert_num_queries
):
    document = make_document(group, author)
    read_all(document)
    client = client_for(author)
    # Session, account, group with membership, rights (two); document, versions, comments, last request, texts, tags,
    # meetings; the first visit in a month counts the reader: savepoint, membership, row of the month (update, insert,
    # update), end of the savepoint.
    with django_assert_num_queries(18):
        client.get(f"{HOME}{document.pk}/")
    for number in (1, 2):
        make_version(document, author, based_on=number)
        client.post(f"{HOME}{document.pk}/", {"text": "Good", "key": uuid.uuid4()})
    with django_assert_num_queries(12):
        client.get(f"{HOME}{document.pk}/")


def test_file_costs_seven_statements(group, author, client_for, django_assert_num_queries):
    document = make_document(group, author)
    client = client_for(author)
    file = f"{HOME}{document.pk}/versions/1/file/"
    body_of(client.get(file))
    # Session, account, group with membership, rights (two), version; one download more of this month.
    with django_assert_num_queries(7):
        body_of(client.get(file))


def test_zip_is_asked_for_followed_and_fetched(group, author, client_for, run_tasks):
    make_document(group, author, name="One.txt", content=b"one")
    client = client_for(author)
    address = client.post(f"{HOME}zip/", {"folder": ""}).headers["Location"]
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "3"
    run_tasks()
    ready = client.get(address)
    assert "Refresh" not in ready.headers
    content = body_of(client.get(f"{address}file/"))
    assert zipfile.ZipFile(BytesIO(content)).namelist() == ["One.txt"]
