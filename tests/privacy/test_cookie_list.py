"""The list of cookies: what the code declares, what editors enter, its version, and its state for every page."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from cop.core import page_cache
from cop.privacy.cookie_refusals import CookieRefusal
from cop.privacy.models import Cookie, CookieListVersion
from cop.privacy.selectors.cookies import STATE_KEY, categories, list_state, matches, refused_names
from cop.privacy.services.cookies import delete_cookie, save_cookie, write_declared_cookies
from tests.privacy.conftest import video_cookie

pytestmark = pytest.mark.django_db


def test_after_migrate_list_holds_what_the_platform_sets():
    assert list(Cookie.objects.values_list("code", "name", "category", "third_party")) == [
        ("session", "sessionid", "necessary", False),
        ("csrf", "csrftoken", "necessary", False),
        ("messages", "messages", "necessary", False),
        ("choice", "cookie-choice", "necessary", False),
        ("discussion-draft", "draft:*", "necessary", False),
        ("admin-sidebar", "wagtail_sidebar_collapsed", "necessary", False),
        ("admin-panels", "wagtail*", "necessary", False),
    ]


def test_write_cookies_again_changes_nothing(capsys):
    before = list(Cookie.objects.values())

    call_command("write_cookies")

    assert capsys.readouterr().out == "0 entries of the cookie list changed.\n"
    assert list(Cookie.objects.values()) == before


def test_write_cookies_renews_facts_and_keeps_the_editor_s_purpose(settings):
    Cookie.objects.filter(code="session").update(purpose="Said better.", duration="For ever")
    settings.SESSION_COOKIE_NAME = "__Host-session"

    assert write_declared_cookies() == 1

    row = Cookie.objects.get(code="session")
    assert (row.name, row.duration, row.purpose) == ("__Host-session", "30 days", "Said better.")


def test_write_cookies_makes_what_is_missing_and_removes_what_is_declared_no_more():
    Cookie.objects.filter(code="csrf").delete()
    Cookie.objects.create(code="gone", name="gone", category="necessary", purpose="-", duration="-", provider="-")

    assert write_declared_cookies() == 2

    assert set(Cookie.objects.values_list("code", flat=True)) == {
        "session", "csrf", "messages", "choice", "discussion-draft", "admin-sidebar", "admin-panels"
    }  # fmt: skip


def test_write_cookies_leaves_what_editors_entered(optional):
    assert write_declared_cookies() == 0
    assert Cookie.objects.filter(pk=optional.pk).exists()


def test_version_is_empty_while_nothing_is_optional():
    cache.delete(STATE_KEY)

    assert list_state().version == ""
    assert list_state().optional == ()


def test_version_changes_with_what_is_optional_and_with_nothing_else(optional, django_capture_on_commit_callbacks):
    first = list_state().version
    with django_capture_on_commit_callbacks(execute=True):
        save_cookie(cookie=video_cookie(category="necessary", name="other"), actor=None)
    unchanged = list_state().version
    with django_capture_on_commit_callbacks(execute=True):
        optional.purpose = "Follows you."
        save_cookie(cookie=optional, actor=None)
    changed = list_state().version
    with django_capture_on_commit_callbacks(execute=True):
        optional.purpose = "Remembers where you stopped."
        save_cookie(cookie=optional, actor=None)

    assert len(first) == 12
    assert unchanged == first
    assert changed != first
    assert list_state().version == first


def test_each_version_that_visitors_were_asked_about_is_kept_with_its_entries(optional):
    assert list(CookieListVersion.objects.values_list("version", "content")) == [
        (
            list_state().version,
            [
                [
                    "functional",
                    "video-player*",
                    "Sample video host",
                    "Remembers where you stopped.",
                    "1 year",
                    "third party",
                    "storage",
                ]
            ],
        )
    ]


def test_save_cookie_drops_kept_pages_after_the_commit(staff, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 60, True
    before = page_cache._versions([page_cache._tag_key("site")])

    with django_capture_on_commit_callbacks(execute=True):
        save_cookie(cookie=video_cookie(), actor=staff)

    assert page_cache._versions([page_cache._tag_key("site")]) != before
    assert list_state().optional == ("functional",)


def test_save_cookie_is_logged_with_its_actor(staff):
    cookie = save_cookie(cookie=video_cookie(), actor=staff)
    save_cookie(cookie=cookie, actor=staff)
    delete_cookie(cookie=cookie, actor=staff)

    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", "user", "label")) == [
        (action, staff.pk, "video-player*") for action in ("wagtail.create", "wagtail.edit", "wagtail.delete")
    ]


def test_save_cookie_declared_in_code_keeps_only_the_purpose(staff):
    cookie = Cookie.objects.get(code="session")
    cookie.purpose, cookie.name, cookie.category = "Said better.", "renamed", "advertisement"

    save_cookie(cookie=cookie, actor=staff)

    row = Cookie.objects.get(code="session")
    assert (row.purpose, row.name, row.category) == ("Said better.", "sessionid", "necessary")


def test_delete_cookie_declared_in_code_is_refused(staff):
    with pytest.raises(CookieRefusal, match="stays on the list"):
        delete_cookie(cookie=Cookie.objects.get(code="session"), actor=staff)

    assert Cookie.objects.filter(code="session").exists()


def test_same_cookie_of_the_same_provider_is_on_the_list_once(optional):
    with pytest.raises(IntegrityError), transaction.atomic():
        video_cookie(purpose="Another purpose").save()


@pytest.mark.parametrize("name", ["two words", "a,b", "a;b", 'a"b', "<b>", "naïve", "line\n", "*", "*.*"])
def test_name_that_no_browser_would_keep_is_refused(name):
    with pytest.raises(ValidationError) as refused:
        video_cookie(name=name).full_clean()

    assert list(refused.value.message_dict) == ["name"]


def test_categories_are_five_in_order_and_say_what_they_hold(counted):
    found = [(each.key, [cookie.name for cookie in each.cookies], each.can_be_chosen) for each in categories()]

    assert found[1:] == [
        ("functional", ["video-player*"], True),
        ("analytics", ["_visits*"], True),
        ("performance", [], False),
        ("advertisement", [], False),
    ]
    assert found[0][0] == "necessary"
    assert not found[0][2]


def test_list_state_costs_nothing_once_known(optional, django_assert_num_queries):
    with django_assert_num_queries(0):
        list_state()
    cache.delete(STATE_KEY)
    with django_assert_num_queries(1):  # the list
        list_state()


def test_late_reader_does_not_put_back_the_state_from_before_a_change(optional, monkeypatch):
    """The change is committed between this reader's statement and its write to the cache."""
    from cop.privacy.selectors import cookies

    newer = cache.get(STATE_KEY)
    cache.delete(STATE_KEY)

    def old_state():
        cache.set(STATE_KEY, newer)
        return "", ()

    monkeypatch.setattr(cookies, "read_state", old_state)
    cookies.list_state()

    assert cache.get(STATE_KEY) == newer


def test_refused_names_are_our_own_of_categories_that_are_not_accepted(counted):
    assert refused_names(()) == ["_visits*"]
    assert refused_names(("analytics",)) == []


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("_pk_id.1.ab", "_pk_id.*", True),
        ("x_pk_id.1", "_pk_id.*", False),
        ("session", "sessio?", False),
        ("a1", "a[0-9]", False),
        ("a[0-9]", "a[0-9]", True),
        ("Video", "video", False),
    ],
)
def test_matches_knows_the_star_only(name, pattern, expected):
    assert matches(name, [pattern]) is expected
