"""The sample resources of the library, in their order, and collections of them. Everything is invented, and marked as a
sample on its page."""

from .library_papers import PAPERS
from .library_practices import PRACTICES
from .library_talks import TALKS
from .library_words import Practice, Sample

__all__ = ["COLLECTIONS", "PRACTICES", "SAMPLES", "Practice", "Sample"]

SAMPLES = (*TALKS, *PAPERS)

# Address, title, summary, and what is in it, in this order.
COLLECTIONS = (
    (
        "sample-forum-presentations",
        "Sample Forum: presentations",
        "All that was shown in the sessions, in the order of the programme, to read or to keep.",
        (
            "sample-roadmaps-for-industrial-transition",
            "sample-what-monitoring-is-for",
            "sample-edp-that-does-not-end",
            "sample-steel-towns-and-skills",
            "sample-joint-calls-without-tears",
        ),
    ),
    (
        "sample-monitoring-first-steps",
        "Monitoring: where to begin",
        "Four things to read before the first indicator is chosen.",
        (
            "sample-what-monitoring-is-for",
            "sample-practice-quarterly-three-numbers",
            "sample-tool-monitoring-sheet",
            "sample-study-transition-indicators",
        ),
    ),
)
