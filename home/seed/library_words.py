"""What the texts of the sample resources share: their shape, and names of topics, authors and groups."""

from dataclasses import dataclass

from resources.choices import ResourceKind

EDP, MONITORING, TRANSITION = "Entrepreneurial discovery", "Monitoring and evaluation", "Industrial transition"
DIFFUSION, COOPERATION, PEERS = "Innovation diffusion", "Interregional cooperation", "Peer learning"
SKILLS, GOVERNANCE, CLUSTERS, DIGITAL = "Skills", "Governance", "Clusters", "Digitalisation"
FUNDING, GREEN = "Funding instruments", "Green transition"

INES, BRUNO = "Sample, Ines (Sample Agency)", "Muster, Bruno (Muster Region)"
EWA, NIKOS = "Przykład, Ewa (Sample University)", "Deigma, Nikos (Sample Managing Authority)"
MARIA, LUCA = "Ejemplo, María (Sample Cluster)", "Esempio, Luca (Sample Foundation)"
AINO, PIERRE = "Esimerkki, Aino (Sample Innovation Lab)", "Exemple, Pierre (Sample Regional Council)"
GROUP_1, GROUP_6, GROUP_7 = "innovation-diffusion", "industrial-transformation", "interregional-collaboration"


@dataclass(frozen=True)
class Sample:
    """One resource. `origin` is a working group's address, or “event”; authors are “Family, First (Organisation)”."""

    slug: str
    title: str
    summary: str
    abstract: str
    days_ago: int
    kind: str = ResourceKind.PRESENTATION
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    criteria: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    origin: str = ""
    publisher: str = ""


@dataclass(frozen=True)
class Practice(Sample):
    """A good practice with its parts."""

    kind: str = ResourceKind.GOOD_PRACTICE
    challenge: str = ""
    what_was_done: str = ""
    evidence: str = ""
    cost: str = ""
    transferability: str = ""
    lessons: str = ""


def deck(slug: str, title: str, summary: str, abstract: str, days_ago: int, **more) -> Sample:
    """A presentation."""
    return Sample(f"sample-{slug}", title, summary, abstract, days_ago, **more)
