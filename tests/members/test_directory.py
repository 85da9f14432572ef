"""The directory: exactly those who agreed to this viewer, filters in the address, and what it costs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cop.members.choices import ProfileVisibility as V
from cop.members.models import Profile, User
from cop.members.permissions import can_find_member, profiles_to_be_found_by
from cop.members.selectors_directory import Filters, listing
from cop.members.services.profile import update_profile
from cop.taxonomy.models import Topic
from tests.events.forum import statements
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/people/"


def findable(name: str, visibility: str = V.EVERYBODY, **profile) -> User:
    return UserFactory(name=name, profile={"visibility": visibility, **profile})


@pytest.fixture
def crowd(db) -> dict[str, User]:
    """One of each choice; closed, erased and nameless accounts that had agreed to everybody."""
    closed = findable("Carla Closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    return {
        "everybody": findable("Éva Everybody"),
        "members": findable("Maro Members", V.MEMBERS),
        "nobody": findable("Nina Nobody", V.NOBODY),
        "closed": closed,
        "nameless": findable(""),
    }


def names(response) -> list[str]:
    return [each["name"] for each in response.context["lines"]]


def test_each_viewer_finds_exactly_those_who_agreed(client, client_for, crowd, member, staff):
    anonymous = client.get(PAGE)
    outsider = client_for(member).get(PAGE)
    secretariat = client_for(staff).get(PAGE)

    assert names(anonymous) == ["Éva Everybody"]
    assert names(outsider) == ["Maro Members", "Éva Everybody"] == names(secretariat)
    for hidden in ("Nina Nobody", "Carla Closed", "Maro Members"):
        assert hidden not in anonymous.text
    assert crowd["everybody"].email not in outsider.text
    assert anonymous["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in anonymous.text


def test_predicate_and_twin_agree_for_all_roles_and_all_profiles(crowd, member, staff):
    gone = UserFactory()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    viewers = [AnonymousUser(), member, staff, User.objects.get(pk=gone.pk), *crowd.values()]
    profiles = list(Profile.objects.select_related("user"))
    for viewer in viewers:
        allowed = {profile.pk for profile in profiles if can_find_member(viewer, profile)}
        assert set(profiles_to_be_found_by(viewer).values_list("pk", flat=True)) == allowed


@pytest.mark.parametrize(
    ("who", "statuses"),
    [("everybody", (200, 200)), ("members", (404, 200)), ("nobody", (404, 404)), ("closed", (404, 404))],
)
def test_page_of_a_member_opens_to_those_who_may_find_them(client, client_for, crowd, member, who, statuses):
    address = reverse("person", args=[crowd[who].profile.pk])

    assert (client.get(address).status_code, client_for(member).get(address).status_code) == statuses


def test_page_shows_the_profile_and_neither_address_nor_registrations(client, site):
    topic = Topic.objects.create(name="Peer review", slug="peer-review")
    ana = findable("Ana Sample", job_title="Officer", country="ES", region="ES61", stakeholder_type="agency")
    ana.profile.topics.add(topic)

    page = client.get(reverse("person", args=[ana.profile.pk]))

    assert page["X-Robots-Tag"] == "noindex"
    for shown in (
        "Ana Sample",
        "Officer",
        "Andalucía, Spain",
        "Development or innovation agency",
        "/topics/peer-review/",
    ):
        assert shown in page.text
    assert ana.email not in page.text


def test_own_page_is_shown_to_its_member_whatever_they_chose(client_for, crowd):
    page = client_for(crowd["nobody"]).get(reverse("person", args=[crowd["nobody"].profile.pk]))

    assert page.status_code == 200
    assert "Nobody sees this page but you" in page.text
    assert "Write a letter" not in page.text


def test_change_of_mind_is_seen_on_the_next_request_in_spite_of_the_page_cache(
    client, settings, crowd, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS, settings.PAGE_CACHE_IN_MEMORY = 300, True
    eva = crowd["everybody"]
    client.get(PAGE)
    assert client.get(PAGE)["X-Page-Cache"] == "hit"
    with django_capture_on_commit_callbacks(execute=True):
        update_profile(member=eva, actor=eva, visibility=V.NOBODY)

    answer = client.get(PAGE)

    assert "Éva" not in answer.text


@pytest.fixture
def spread(db) -> dict[str, User]:
    """Four people who differ in everything that can be filtered."""
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Diffusion", "Transition")]
    found = {
        "ana": findable("Ana", country="ES", region="ES61", stakeholder_type="agency"),
        "bea": findable("Bea", country="ES", region="ES30", stakeholder_type="university"),
        "cid": findable("Cid", country="PT", region="PT11", stakeholder_type="agency"),
        "dag": findable("Dag"),
    }
    found["ana"].profile.topics.add(*topics)
    found["cid"].profile.topics.add(topics[1])
    return found


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", ["Ana", "Bea", "Cid", "Dag"]),
        ("?country=ES", ["Ana", "Bea"]),
        ("?country=ES&country=PT", ["Ana", "Bea", "Cid"]),
        ("?country=ES&country=PT&type=agency", ["Ana", "Cid"]),
        ("?topic=transition", ["Ana", "Cid"]),
        ("?topic=diffusion&topic=transition&country=PT", ["Cid"]),
        ("?region=ES61", ["Ana"]),
        ("?region=ES61&type=university", []),
        ("?country=XX&type=nonsense", []),
        ("?country=XX&country=PT", ["Cid"]),
        ("?q=bea&country=ES", ["Bea"]),
        ("?q=%00%25_%27%E2%80%AE", []),
        ("?page=99999999999999999999", ["Ana", "Bea", "Cid", "Dag"]),
        ("?page=-1&q=", ["Ana", "Bea", "Cid", "Dag"]),
    ],
)
def test_filters_join_by_or_inside_and_by_and_between(client, spread, query, people):
    assert names(client.get(PAGE + query)) == people


def test_search_asks_name_organisation_and_job_title(client):
    findable("Ana Sample", organisation=OrganisationFactory(name="Harbour Agency"), job_title="Pilot")

    for words in ("ana", "harbour", "pilot", "ana harbour pilot"):
        assert names(client.get(PAGE, {"q": words})) == ["Ana Sample"]
    assert names(client.get(PAGE, {"q": "ana navigator"})) == []


def test_facets_count_what_choosing_would_show_and_offer_regions_of_the_country(spread, client):
    def counts(query: str) -> dict[str, dict[str, int]]:
        shown = client.get(PAGE + query).context["shown"]
        return {
            group["name"]: {option["value"]: option["count"] for option in group["options"]} for group in shown.groups
        }

    assert counts("") == {
        "type": {"agency": 2, "university": 1},
        "topic": {"diffusion": 1, "transition": 2},
        "country": {"ES": 2, "PT": 1},
    }
    assert counts("?country=ES") == {
        "type": {"agency": 1, "university": 1},
        "topic": {"diffusion": 1, "transition": 1},
        "country": {"ES": 2, "PT": 1},
        "region": {"ES61": 1, "ES30": 1},
    }


def test_values_that_only_hidden_people_have_are_not_offered(client, spread):
    findable("Hidden", V.MEMBERS, country="MT", stakeholder_type="cluster")

    page = client.get(PAGE)

    assert "Malta" not in page.text
    assert "Cluster organisation" not in page.text


def test_empty_states_say_what_to_do(client, client_for, member):
    assert "Nobody to be found without signing in" in client.get(PAGE).text
    assert "Who may see my profile?" in client_for(member).get(PAGE).text
    findable("Ana")
    assert "Nobody fits" in client.get(PAGE, {"q": "zzz"}).text


def test_pages_of_the_list_keep_the_filters(client):
    for number in range(25):
        findable(f"Person {number:02}", country="ES")

    first = client.get(PAGE, {"country": "ES"})
    second = client.get(PAGE, {"country": "ES", "page": "2"})

    assert len(names(first)) == 24
    assert 'href="?country=ES&amp;page=2"' in first.text
    assert names(second) == ["Person 24"]


def test_searching_too_often_is_answered_in_words(client, spread, monkeypatch):
    monkeypatch.setattr("cop.members.limits.RATES", {"people": "1/h/ip"})
    assert client.get(PAGE, {"q": "ana"}).status_code == 200

    answer = client.get(PAGE, {"q": "ana"})

    assert answer.status_code == 429
    assert "That was very often" in answer.text
    assert names(answer) == ["Ana", "Bea", "Cid", "Dag"]


@pytest.mark.parametrize("number", [1, 3, 60])
def test_statements_do_not_grow_with_people(client, number):
    for each in range(number):
        findable(f"Person {each}", country="ES", region="ES61", organisation=OrganisationFactory())
    client.get(PAGE)

    with statements() as visit:
        page = client.get(PAGE)

    assert len(names(page)) == min(number, 24)
    # The facts of everybody; the people of this page.
    assert len(visit) == 2, "\n".join(visit)


def test_page_of_a_member_takes_one_statement_for_visitors(client):
    ana = findable("Ana", country="ES", region="ES61", organisation=OrganisationFactory())
    address = reverse("person", args=[ana.profile.pk])
    client.get(address)

    with statements() as visit:
        client.get(address)

    # The profile with account, organisation, region and topics.
    assert len(visit) == 1, "\n".join(visit)


def test_site_search_finds_people_for_those_who_may_find_them_only(client, client_for, crowd, member):
    def found(window, words: str) -> str:
        return window.get("/search/", {"q": words}).text

    assert f"/people/{crowd['everybody'].profile.pk}/" in found(client, "everybody")
    assert "/people/" + str(crowd["members"].profile.pk) not in found(client, "maro")
    assert f"/people/{crowd['members'].profile.pk}/" in found(client_for(member), "maro")
    for hidden in ("nobody", "closed"):
        assert f"/people/{crowd[hidden].profile.pk}/" not in found(client_for(member), hidden)


def test_listing_of_filters_that_hold_anything_does_not_fail(rf, spread):
    query = rf.get(PAGE, {"q": "x" * 10_000, "country": ["\x00", "é" * 500], "topic": ["'; --"]}).GET

    shown = listing(AnonymousUser(), query)

    assert shown.filters == Filters(words="x" * 100, unknown=frozenset({"country", "topic"}))
    assert shown.people == []
