"""The first short profile and the whole profile."""

import pytest
from django.urls import reverse

from cop.members.choices import ProfileVisibility
from cop.members.models import Organisation, Profile, User
from cop.members.permissions import can_see_profile, profiles_visible_to
from cop.members.selectors import needs_profile
from cop.members.services.profile import update_profile
from cop.taxonomy.models import Topic
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

TURNED = "Ana \u202egnp.exe"


@pytest.fixture
def topics(db) -> list[Topic]:
    return [Topic.objects.create(name=f"Sample topic {number}", slug=f"sample-{number}") for number in range(3)]


def whole(**changes):
    """Everything that the profile's form sends."""
    return {
        "name": "Ana Sample",
        "organisation": "Sample Agency",
        "job_title": "Policy officer",
        "stakeholder_type": "regional_authority",
        "country": "BE",
        "region": "BE10",
        "time_zone": "Europe/Lisbon",
        "visibility": "members",
        **changes,
    }


def test_whole_profile_is_saved(client_for, topics):
    user = UserFactory(name="")
    client = client_for(user)

    answer = client.post(reverse("profile"), whole(topics=[topics[0].pk, topics[2].pk]))

    assert answer.url == reverse("profile")
    user = User.objects.get(pk=user.pk)
    profile = user.profile
    assert (user.name, user.time_zone) == ("Ana Sample", "Europe/Lisbon")
    assert (profile.organisation.name, profile.organisation.country_id) == ("Sample Agency", "BE")
    assert (profile.job_title, profile.stakeholder_type) == ("Policy officer", "regional_authority")
    assert (profile.country_id, profile.region_id, profile.visibility) == ("BE", "BE10", "members")
    assert set(profile.topics.all()) == {topics[0], topics[2]}
    assert profile.completed_at is not None
    page = client.get(reverse("profile")).content.decode()
    assert "Your profile is saved." in page
    assert 'value="Sample Agency"' in page
    assert '<option value="BE10" selected>' in page


def test_new_profile_is_seen_by_nobody(client_for):
    page = client_for(UserFactory()).get(reverse("profile")).content.decode()

    assert 'value="nobody" checked' in page
    assert "Never shown: your e-mail address" in page


def test_known_organisation_is_taken_in_any_case(client_for):
    known = OrganisationFactory(name="Sample Ágency", country="BE")

    client_for(UserFactory()).post(reverse("profile"), whole(organisation="SAMPLE ÁGENCY"))

    assert Organisation.objects.get() == known
    assert Profile.objects.get().organisation == known


def test_emptied_fields_are_emptied(client_for, topics):
    user = UserFactory(profile__organisation=OrganisationFactory(), profile__country="BE", profile__region="BE10")
    user.profile.topics.set(topics)

    client_for(user).post(
        reverse("profile"), whole(organisation="", job_title="", stakeholder_type="", country="", region="")
    )

    profile = Profile.objects.get()
    assert (profile.organisation, profile.country, profile.region) == (None, None, None)
    assert (profile.job_title, profile.stakeholder_type, list(profile.topics.all())) == ("", "", [])


def test_region_without_country_brings_its_country(client_for):
    client_for(UserFactory()).post(reverse("profile"), whole(country="", region="ES51"))

    profile = Profile.objects.get()
    assert (profile.country_id, profile.region_id) == ("ES", "ES51")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter your name."),
        ("name", "   ", "Enter your name."),
        ("name", "A" * 500, "Please shorten this to 150 characters; it has 500."),
        ("name", "Ana\x00Sample", "Null characters are not allowed."),
        ("name", TURNED, "characters that cannot be shown"),
        ("organisation", "O" * 201, "Please shorten this to 200 characters; it has 201."),
        ("job_title", "J" * 151, "Please shorten this to 150 characters; it has 151."),
        ("region", "ES51", "This region lies in another country"),
        ("region", "XX99", "Select a valid choice"),
        ("country", "BE10", "Select a valid choice"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("visibility", "friends", "Select a valid choice"),
        ("topics", "9999", "Select a valid choice"),
    ],
)
def test_wrong_answer_is_told_beside_the_field_and_nothing_is_lost(client_for, topics, field, value, words):
    user = UserFactory(name="Before")

    answer = client_for(user).post(reverse("profile"), whole(**{field: value}))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: Profile" in page
    assert words in page.partition("<form")[2]
    typed = whole(**{field: value})
    for kept in ("name", "organisation", "job_title"):
        if typed[kept].strip():
            assert f'name="{kept}" value="{typed[kept]}"' in page
    user.refresh_from_db()
    assert user.name == "Before"


def test_right_to_left_names_are_welcome(client_for):
    user = UserFactory()

    client_for(user).post(reverse("profile"), whole(name="דנה לוי"))

    user.refresh_from_db()
    assert user.name == "דנה לוי"


def test_name_is_shown_as_text(client_for):
    user = UserFactory(name="<script>alert(1)</script>")

    page = client_for(user).get(reverse("profile")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_welcome_saves_three_lines_and_the_browsers_clock(client_for):
    user = UserFactory(name="")
    client = client_for(user)

    answer = client.post(
        reverse("welcome"),
        {"name": "Nia New", "organisation": "Sample Cluster", "country": "PT", "time_zone": "Europe/Lisbon"},
    )

    user = User.objects.get(pk=user.pk)
    assert answer.url == reverse("my_page")
    assert (user.name, user.time_zone, user.profile.country_id) == ("Nia New", "Europe/Lisbon", "PT")
    assert user.profile.organisation.name == "Sample Cluster"
    assert user.profile.visibility == ProfileVisibility.NOBODY


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd"])
def test_welcome_keeps_brussels_when_the_browser_says_nothing_known(client_for, zone):
    user = UserFactory(name="")

    client_for(user).post(reverse("welcome"), {"name": "Nia", "time_zone": zone})

    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Nia", "Europe/Brussels")


def test_welcome_keeps_what_was_typed(client_for):
    page = (
        client_for(UserFactory(name=""))
        .post(reverse("welcome"), {"name": "", "organisation": "Sample Cluster", "country": "PT", "next": "/events/"})
        .content.decode()
    )

    assert "Enter your name." in page
    assert 'value="Sample Cluster"' in page
    assert '<option value="PT" selected>Portugal</option>' in page
    assert 'name="next" value="/events/"' in page


def test_countries_are_in_english_with_the_union_first(client_for):
    page = client_for(UserFactory(name="")).get(reverse("welcome")).content.decode()

    union, others = page.index('<optgroup label="European Union">'), page.index('<optgroup label="Other countries">')
    assert union < page.index(">Austria<") < page.index(">Greece<") < page.index(">Sweden<") < others
    assert others < page.index(">Albania<")


def test_member_without_a_name_needs_a_profile(client_for):
    from django.contrib.auth.models import AnonymousUser

    assert needs_profile(UserFactory(name="")) is True
    assert needs_profile(UserFactory(name=" ")) is True
    assert needs_profile(UserFactory(name="Ana")) is False
    assert needs_profile(AnonymousUser()) is False


@pytest.mark.parametrize("name", ["profile", "welcome", "account", "second_factor"])
def test_pages_about_oneself_are_for_members(client, name):
    url = reverse(name)

    answer = client.get(url)

    assert answer.url == f"{reverse('account_login')}?next={url}"


def test_first_profile_is_completed_once(client_for):
    user = UserFactory(name="")
    first = update_profile(member=user, actor=user, name="Ana").completed_at

    assert update_profile(member=user, actor=user, job_title="Officer").completed_at == first


def test_visibility_is_the_same_as_question_and_as_list(staff):
    from django.contrib.auth.models import AnonymousUser

    profiles = []
    for visibility in ProfileVisibility:
        for active in (True, False):
            user = UserFactory(is_active=active)
            update_profile(member=user, actor=user, visibility=visibility)
            profiles.append(Profile.objects.select_related("user").get(user=user))
    hidden_member = next(
        profile.user for profile in profiles if profile.visibility == "nobody" and profile.user.is_active
    )
    seen = {}
    for viewer in (AnonymousUser(), UserFactory(), hidden_member, staff):
        listed = set(profiles_visible_to(viewer).filter(pk__in=[profile.pk for profile in profiles]))
        assert listed == {profile for profile in profiles if can_see_profile(viewer, profile)}
        seen[str(viewer)] = len(listed)
    assert list(seen.values()) == [1, 2, 3, 6]


# Statements: session, member with profile and organisation, and what the page itself needs.


def test_profile_page_takes_five_statements(client_for, topics, django_assert_num_queries):
    user = UserFactory(profile__organisation=OrganisationFactory(), profile__country="BE")
    user.profile.topics.set(topics)
    client = client_for(user)
    client.get(reverse("profile"))

    with django_assert_num_queries(5):
        client.get(reverse("profile"))


def test_welcome_page_takes_three_statements(client_for, django_assert_num_queries):
    client = client_for(UserFactory(name=""))

    with django_assert_num_queries(3):
        client.get(reverse("welcome"))


def test_account_page_takes_four_statements(client_for, django_assert_num_queries):
    client = client_for(UserFactory())

    with django_assert_num_queries(4):
        client.get(reverse("account"))


def test_sign_in_page_takes_no_statement(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))
