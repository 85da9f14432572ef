"""The programme of the sample Forum: rooms, tracks, speakers and 25 sessions over two days."""

from dataclasses import dataclass
from datetime import date, timedelta

from events.choices import SessionType, SpeakerRole, TrackColour
from events.models import EventPage, Room, Session, SessionSpeaker, Speaker, Track

from . import pictures
from .calendar import at

ROOMS = ("Hall A", "Room B", "Room C", "Foyer")
TRACKS = (("Policy", TrackColour.BLUE), ("Exchange", TrackColour.GREEN), ("Tools", TrackColour.ORANGE))

SPEAKERS = (
    ("Ana Sample", "Regional development agency", "Works on diffusion among small companies. An invented person."),
    (
        "Bruno Muster",
        "University, vice-rector for innovation",
        "Links research with regional industry. An invented person.",
    ),
    (
        "Chiara Esempio",
        "Ministry of regional development",
        "Looks after cooperation across borders. An invented person.",
    ),
    ("Dag Prøve", "Cluster organisation", "Has brought forty companies into joint projects. An invented person."),
    ("Ewa Przykład", "Managing authority", "Keeps a monitoring system that people use. An invented person."),
    ("Farid Exemple", "Secretariat", "Runs the Forum. An invented person."),
    ("Greta Exempel", "Regional council", "Chairs an entrepreneurial discovery process. An invented person."),
    ("Ilze Paraugs", "National innovation agency", "Evaluates instruments. An invented person."),
)

WITH_PORTRAIT = (1, 2, 5)

PLENARY, PARALLEL, WORKSHOP = SessionType.PLENARY, SessionType.PARALLEL, SessionType.WORKSHOP
NETWORKING, BREAK = SessionType.NETWORKING, SessionType.BREAK


@dataclass(frozen=True)
class Slot:
    """One session: day 0 or 1, clock, what, where; `places` and `choose` for those that people pick."""

    day: int
    start: str
    end: str
    title: str
    slug: str
    type: str
    room: str
    track: str = ""
    people: tuple[str, ...] = ()
    chair: str = ""
    places: int | None = None
    streamed: bool = False
    abstract: str = ""

    @property
    def choose(self) -> bool:
        return self.type in (PARALLEL, WORKSHOP)


SLOTS = (
    Slot(0, "08:45", "09:30", "Welcome coffee and badges", "welcome-coffee", BREAK, "Foyer"),
    Slot(0, "09:30", "11:00", "Opening and policy update", "opening", PLENARY, "Hall A", "Policy",
         ("Farid Exemple", "Chiara Esempio"), streamed=True,
         abstract="Where smart specialisation stands, and what comes next for the people who run it."),
    Slot(0, "11:00", "11:30", "Coffee", "coffee-1", BREAK, "Foyer"),
    Slot(0, "11:30", "12:45", "Criterion 1: what diffusion surveys among SMEs tell us", "diffusion-surveys", PARALLEL,
         "Hall A", "Tools", ("Ana Sample",), "Greta Exempel", 150, True,
         "How to ask small companies about the new ideas they use, and how to read the answers."),
    Slot(0, "11:30", "12:45", "Criterion 6: roadmaps for industrial transition", "transition-roadmaps", PARALLEL,
         "Room B", "Exchange", ("Bruno Muster",), "Dag Prøve", 70, False,
         "Three roadmaps side by side: who wrote them, who paid, and which page is opened again."),
    Slot(0, "11:30", "12:45", "Criterion 7: looking for partners outside the Member State", "partners-abroad", PARALLEL,
         "Room C", "Exchange", ("Chiara Esempio",), "", 40, False,
         "Finding a region with the same priority, and the first three meetings with it."),
    Slot(0, "12:45", "14:00", "Lunch", "lunch-1", BREAK, "Foyer"),
    Slot(0, "13:15", "13:50", "A walk through the tile map", "tile-map-walk", WORKSHOP, "Room C", "Tools",
         ("Farid Exemple",), "", 25, False, "Half an hour at the screen: every region is one square."),
    Slot(0, "14:00", "15:30", "Monitoring that people use", "monitoring", PARALLEL, "Hall A", "Tools",
         ("Ewa Przykład",), "Ilze Paraugs", 150, True,
         "Five indicators that somebody looks at each quarter beat fifty that nobody opens."),
    Slot(0, "14:00", "15:30", "Lessons from Interregional Innovation Investments (I3)", "i3-lessons", PARALLEL,
         "Room B", "Policy", ("Dag Prøve",), "", 70, False, "What joint projects would do differently next time."),
    Slot(0, "14:00", "15:30", "Peer review: two critical friends and a region", "peer-review", WORKSHOP, "Room C",
         "Exchange", ("Greta Exempel",), "", 40, False, "A peer review in ninety minutes, with a real template."),
    Slot(0, "15:30", "16:00", "Coffee and matchmaking", "matchmaking", NETWORKING, "Foyer", "Exchange"),
    Slot(0, "16:00", "17:30", "Working groups report back", "working-groups", PLENARY, "Hall A", "Exchange",
         ("Ana Sample", "Bruno Muster", "Chiara Esempio"), "Farid Exemple", None, True,
         "What the three groups have found, and what they ask of everybody else."),
    Slot(0, "16:00", "17:30", "Clinic: your entry in the Observatory", "observatory-clinic", WORKSHOP, "Room C",
         "Tools", ("Ilze Paraugs",), "", 30, False, "Bring your strategy; leave with a list of corrections."),
    Slot(0, "18:30", "21:00", "Evening together", "evening", NETWORKING, "Foyer"),
    Slot(1, "08:15", "08:50", "Breakfast for newcomers", "newcomers", NETWORKING, "Foyer", "Exchange",
         ("Farid Exemple",)),
    Slot(1, "09:00", "10:15", "Criterion 4: keeping entrepreneurial discovery alive", "discovery", PARALLEL, "Hall A",
         "Exchange", ("Greta Exempel",), "", 150, True,
         "After the strategy is written the conversation usually stops. Three ways of going on."),
    Slot(1, "09:00", "10:15", "Steering Committee of the thematic platforms", "steering-committee", PARALLEL, "Room B",
         "Policy", ("Dag Prøve",), "", 70, False, "Open to observers as far as there are seats."),
    Slot(1, "09:00", "10:15", "Criterion 2: one body, many ministries", "competent-body", WORKSHOP, "Room C", "Policy",
         ("Chiara Esempio",), "", 40, False, "Who decides, who is asked, and who signs."),
    Slot(1, "10:15", "10:45", "Coffee", "coffee-2", BREAK, "Foyer"),
    Slot(1, "10:45", "12:00", "Criterion 3: an evaluation that changed something", "evaluation", PARALLEL, "Hall A",
         "Tools", ("Ilze Paraugs",), "", 150, True, "From the finding to the decision: what it took."),
    Slot(1, "10:45", "12:00", "Criterion 5: research systems of small regions", "research-systems", PARALLEL, "Room B",
         "Policy", ("Bruno Muster",), "", 70, False, "One university, two clusters, and a plan."),
    Slot(1, "10:45", "12:00", "Writing a request for targeted support", "support-request", WORKSHOP, "Room C", "Tools",
         ("Farid Exemple",), "", 40, False, "A challenge on one page, written together in an hour."),
    Slot(1, "12:00", "13:00", "What we take home", "closing", PLENARY, "Hall A", "Policy",
         ("Farid Exemple", "Ewa Przykład"), "", None, True, "One sentence from every table."),
    Slot(1, "13:00", "14:00", "Farewell lunch", "lunch-2", BREAK, "Foyer"),
)  # fmt: skip


def make_programme(event: EventPage, first_day: date) -> list[Session]:
    """All sessions of the Forum, in the order of the table above."""
    rooms = {name: Room.objects.create(event=event, name=name, sort_order=number) for number, name in enumerate(ROOMS)}
    tracks = {
        name: Track.objects.create(event=event, name=name, colour=colour, sort_order=number)
        for number, (name, colour) in enumerate(TRACKS)
    }
    speakers = {
        name: Speaker.objects.get_or_create(
            name=name,
            is_sample=True,
            # Some have a picture, the others show how their initials look beside it.
            defaults={
                "role": role,
                "biography": biography,
                "picture": pictures.portrait(number) if number in WITH_PORTRAIT else None,
            },
        )[0]
        for number, (name, role, biography) in enumerate(SPEAKERS)
    }
    sessions = Session.objects.bulk_create(
        Session(
            event=event,
            title=slot.title,
            slug=slot.slug,
            type=slot.type,
            starts_at=at(first_day + timedelta(days=slot.day), slot.start),
            ends_at=at(first_day + timedelta(days=slot.day), slot.end),
            room=rooms[slot.room],
            track=tracks.get(slot.track),
            abstract=slot.abstract,
            is_streamed=slot.streamed,
            needs_choice=slot.choose,
            places=slot.places,
        )
        for slot in SLOTS
    )
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(
            session=session,
            speaker=speakers[name],
            role=SpeakerRole.CHAIR if name == slot.chair else SpeakerRole.SPEAKER,
            sort_order=number,
        )
        for session, slot in zip(sessions, SLOTS, strict=True)
        for number, name in enumerate((*slot.people, *((slot.chair,) if slot.chair else ())))
    )
    return sessions
