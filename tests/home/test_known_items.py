"""What people look for in the sample library, and what they expect to find: forty searches, and how well they end.

The measure is the mean reciprocal rank: 1 if the expected resource always comes first, 0.5 if it always comes second.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict

from resources.models import FileVersion, ResourcePage
from resources.selectors.listing import listing
from resources.services import reading
from tests.factories.events import event_index

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")]

# The words, and the resource without the "sample-" before its address.
KNOWN = {
    # Titles, as one remembers them.
    "roadmaps for industrial transition": "roadmaps-for-industrial-transition",
    "what monitoring is for": "what-monitoring-is-for",
    "discovery process that does not end": "edp-that-does-not-end",
    "data before dashboards": "data-before-dashboards",
    "an atlas of priorities": "publication-atlas",
    "ten years of choosing": "publication-ten-years",
    "discovery by bus": "practice-discovery-by-bus",
    "pact of the valley": "practice-pact-of-the-valley",
    "competent body": "a-competent-body-on-two-desks",
    "diffusion before invention": "brief-diffusion",
    # A word or two of a title.
    "vouchers": "vouchers-that-small-firms-use",
    "hydrogen": "hydrogen-in-a-valley",
    "hospitals": "test-beds-for-hospitals",
    "clusters translators": "clusters-as-translators",
    "canvas": "tool-edp-canvas",
    "letter of intent": "tool-letter-of-intent",
    "peer review template": "tool-peer-review-template",
    "peer review two days": "peer-review-in-two-days",
    "indicators transition": "study-transition-indicators",
    "small countries governance": "study-governance",
    "spreadsheet monitoring": "tool-monitoring-sheet",
    "stakeholder cooperation": "brief-criterion-four",
    "border cooperation": "brief-cooperation",
    "webinar diffusion": "recording-webinar-diffusion",
    # Not the words of the title, but of what it says.
    "furnace closes": "steel-towns-and-skills",
    "brokers visit firms": "practice-brokers-on-the-road",
    "questionnaire": "study-diffusion-survey",
    "failure matchmaking": "practice-failed-platform",
    "employers unions schools": "practice-pact-of-the-valley",
    "lawyers": "tool-letter-of-intent",
    # As one types on a phone: beginnings, no accents, no capitals, two words for one.
    "vouch": "vouchers-that-small-firms-use",
    "HYDROGEN": "hydrogen-in-a-valley",
    "test bed": "test-beds-for-hospitals",
    "matchmak": "practice-failed-platform",
    '"joint calls"': "joint-calls-without-tears",
    "laboratory -diffusion": "practice-shared-laboratory",
    # Words that stand on one slide only.
    "electrolyser": "hydrogen-in-a-valley",
    "glassworks": "hydrogen-in-a-valley",
    "croissants": "edp-that-does-not-end",
    "logbook": "what-monitoring-is-for",
}
READ = {f"sample-{KNOWN[words]}" for words in ("electrolyser", "croissants", "logbook")}


@pytest.fixture
def _library(db):
    event_index()
    call_command("seed_demo", "--force", verbosity=0)
    for version in FileVersion.objects.filter(file__resource__slug__in=READ):
        reading.read(version.pk)
    call_command("update_index", verbosity=0)
    yield
    cache.clear()


@pytest.mark.usefixtures("_library")
def test_known_items_are_found_and_mostly_first():
    slugs = dict(ResourcePage.objects.values_list("pk", "slug"))
    ranks = {}
    for words, expected in KNOWN.items():
        query = QueryDict(mutable=True)
        query["q"] = words
        with transaction.atomic():
            shown = [slugs[pk].removeprefix("sample-") for pk in listing(AnonymousUser(), query).fitting]
        ranks[words] = shown.index(expected) + 1 if expected in shown else 0
    mean = sum(1 / rank for rank in ranks.values() if rank) / len(ranks)
    print(f"\nMean reciprocal rank of {len(ranks)} known items: {mean:.3f}")
    print("\n".join(f"  {rank or 'not found'}: {words}" for words, rank in ranks.items() if rank != 1))

    assert len(ranks) == 40
    assert [words for words, rank in ranks.items() if not 1 <= rank <= 5] == []
    assert mean >= 0.9
