"""Words for the topics, and the fulfilment criterion that each belongs to; what editors have written stays."""

from typing import NamedTuple

from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Topic


class Words(NamedTuple):
    """What a topic is about, and its criterion if it has one."""

    text: str
    criterion: Criterion | None = None


WORDS = {
    "Entrepreneurial discovery": Words(
        "How administrations, researchers, companies and civil society find out together where their region can do "
        "something of its own.",
        Criterion.STAKEHOLDERS,
    ),
    "Clusters": Words(
        "Networks of companies and research around one field: whom strategies talk to, and who carries them.",
        Criterion.STAKEHOLDERS,
    ),
    "Monitoring and evaluation": Words(
        "How a region knows whether its strategy works, and what it does when it does not.", Criterion.MONITORING
    ),
    "Governance": Words(
        "Who decides, who pays and who answers for a strategy, between ministries, agencies and regions.",
        Criterion.COMPETENT_BODY,
    ),
    "Industrial transition": Words(
        "How industries that a region lives on become something that has a future.", Criterion.TRANSITION
    ),
    "Innovation diffusion": Words("How new things reach the many firms that do not invent them.", Criterion.DIFFUSION),
    "Digitalisation": Words("Digital tools in firms and administrations, large and small.", Criterion.DIFFUSION),
    "Interregional cooperation": Words(
        "Working with regions of other countries: partnerships, shared equipment, value chains.",
        Criterion.COOPERATION,
    ),
    "Peer learning": Words("Regions that look at each other’s work and say what they see."),
    "Funding instruments": Words("Programmes and instruments that pay for what a strategy wants.", Criterion.SYSTEMS),
    "Skills": Words("What people must be able to do, and where they learn it.", Criterion.SYSTEMS),
    "Green transition": Words("Strategies that help to use less energy, carbon and material.", Criterion.TRANSITION),
}


def give_words() -> None:
    """To topics that have none yet. One statement for all topics, one for each that is changed."""
    for topic in Topic.objects.filter(name__in=WORDS, description="", criterion=None):
        topic.description, topic.criterion = WORDS[topic.name]
        topic.save(update_fields=["description", "criterion"])
