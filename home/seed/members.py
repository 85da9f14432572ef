"""A crowd of sample members and their organisations, so that lists, counts and waiting lists have somebody in them."""

import random
from itertools import islice, product

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cop.members.choices import ProfileVisibility
from cop.members.models import Organisation, Profile, ProfileTopic, User
from cop.taxonomy.choices import StakeholderType
from cop.taxonomy.models import Region, Topic

from .forum import TOPICS

CROWD = 320

FIRST_NAMES = (
    "Ana", "Bela", "Chiara", "Dag", "Ewa", "Farid", "Greta", "Henrik", "Ilze", "Jonas", "Katarina", "Luis", "Maja",
    "Nikos", "Oana", "Petra", "Rui", "Sanna", "Tomas", "Ula", "Viktor", "Wanda", "Yves", "Zuzana",
)  # fmt: skip
# The word for "example" in the languages of the Union: nobody is called that.
SURNAMES = (
    ("Sample", "IE"), ("Muster", "DE"), ("Esempio", "IT"), ("Prøve", "DK"), ("Przykład", "PL"), ("Exemple", "FR"),
    ("Ejemplo", "ES"), ("Exemplo", "PT"), ("Voorbeeld", "NL"), ("Příklad", "CZ"), ("Vzorka", "SK"), ("Példa", "HU"),
    ("Esimerkki", "FI"), ("Näide", "EE"), ("Paraugs", "LV"), ("Pavyzdys", "LT"), ("Primer", "SI"), ("Primjer", "HR"),
    ("Exempel", "SE"), ("Exemplu", "RO"), ("Paradeigma", "EL"), ("Eżempju", "MT"), ("Obrazets", "BG"),
)  # fmt: skip
ORGANISATIONS = (
    ("Regional development agency", StakeholderType.AGENCY, "Strategy officer"),
    ("Ministry of regional development", StakeholderType.NATIONAL_AUTHORITY, "Head of unit"),
    ("University of applied innovation", StakeholderType.UNIVERSITY, "Innovation manager"),
    ("Cluster organisation", StakeholderType.CLUSTER, "Cluster manager"),
    ("Managing authority", StakeholderType.MANAGING_AUTHORITY, "Programme officer"),
    ("Regional council", StakeholderType.REGIONAL_AUTHORITY, "Adviser"),
)
ADDRESS = "member{number:03d}@sample.example"


def make_members() -> list[User]:
    """The crowd, in a fixed order; made once. Nobody can log in as one of them."""
    found = crowd()
    if found:
        return found
    dice = random.Random(2023)  # noqa: S311 - the same crowd every time
    organisations = _organisations()
    names = list(islice(_names(), CROWD))
    dice.shuffle(names)
    now = timezone.now()
    users = User.objects.bulk_create(
        User(
            email=ADDRESS.format(number=number),
            name=f"{first} {last}",
            password=make_password(None),
            is_sample=True,
            date_joined=now,
        )
        for number, (first, (last, _country)) in enumerate(names, start=1)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    regions = _regions()
    profiles = []
    for user, (_first, (_last, country)) in zip(users, names, strict=True):
        organisation, kind, job_title = dice.choice(organisations[country])
        profiles.append(
            Profile(
                user=user,
                organisation=organisation,
                job_title=job_title,
                country_id=country,
                region_id=dice.choice(regions[country]) if regions.get(country) else None,
                stakeholder_type=kind,
                visibility=dice.choice(ProfileVisibility.values),
                completed_at=now,
            )
        )
    Profile.objects.bulk_create(profiles)
    topics = [Topic.objects.get_or_create(name=name)[0] for name in TOPICS]
    ProfileTopic.objects.bulk_create(
        ProfileTopic(content_object=profile, tag=topic)
        for profile in profiles
        for topic in dice.sample(topics, k=dice.randint(0, 3))
    )
    return crowd()


def _regions() -> dict[str, list[str]]:
    """The codes of the regions of level 2, by country."""
    found: dict[str, list[str]] = {}
    for code, country in Region.objects.nuts2().order_by("code").values_list("code", "country_code"):
        found.setdefault(country, []).append(code)
    return found


def crowd() -> list[User]:
    """The sample members that exist, with profile and organisation."""
    return list(
        User.objects.filter(is_sample=True, email__endswith="@sample.example")
        .select_related("profile__organisation")
        .order_by("email")
    )


def _names():
    """Every first name with every surname, the surnames in turn."""
    yield from product(FIRST_NAMES, SURNAMES)


def _organisations() -> dict[str, list[tuple[Organisation, str, str]]]:
    """Three organisations a country, by the country's code."""
    known = set(Region.objects.countries().values_list("code", flat=True))
    rows, kinds = [], []
    for number, (_name, country) in enumerate(SURNAMES):
        if country not in known:
            raise ValueError(f"There is no country {country} in the table of regions.")
        for step in range(3):
            name, kind, job_title = ORGANISATIONS[(number + step) % len(ORGANISATIONS)]
            rows.append(Organisation(name=f"{name} (sample {country})", country_id=country, is_sample=True))
            kinds.append((country, kind, job_title))
    found: dict[str, list] = {}
    for row, (country, kind, job_title) in zip(Organisation.objects.bulk_create(rows), kinds, strict=True):
        found.setdefault(country, []).append((row, kind, job_title))
    return found
