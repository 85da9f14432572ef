"""What the sample resources of the library say. Everything here is invented, and marked as a sample on its page."""

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


SAMPLES = (
    deck(
        "roadmaps-for-industrial-transition",
        "Roadmaps for industrial transition: five things we changed",
        "From a roadmap of forty actions to one of nine; what monitoring had to do with it.",
        "A roadmap with forty actions was nobody’s roadmap. The talk tells how nine were chosen, who objected, and how "
        "three indicators a quarter keep them alive.\n\nInvented, to show how a presentation looks in the library.",
        33,
        authors=(BRUNO,),
        topics=(TRANSITION, MONITORING),
        criteria=(3, 6),
        regions=("DE",),
        origin="event",
    ),
    deck(
        "what-monitoring-is-for",
        "What monitoring is for: a quarter in the life of a region",
        "Three numbers a quarter, one conversation, one decision.",
        "Who looks at the figures, and what happens the week after? One region shows its calendar of a quarter: data "
        "that come in by themselves, a meeting of an hour, and one decision that is written down.",
        33,
        authors=(EWA,),
        topics=(MONITORING, GOVERNANCE),
        criteria=(3,),
        regions=("PL",),
        origin="event",
    ),
    deck(
        "edp-that-does-not-end",
        "The discovery process that does not end",
        "Four workshops a year, the same fifty firms, and new ones by invitation of the old.",
        "Entrepreneurial discovery is often a project of six months. Here it became a habit: how firms were won, what "
        "they got for their time, and why the minister comes last.",
        33,
        authors=(MARIA, INES),
        topics=(EDP, CLUSTERS),
        criteria=(4,),
        regions=("ES61",),
        origin="event",
    ),
    deck(
        "vouchers-that-small-firms-use",
        "Vouchers that small firms really use",
        "One page to apply, ten days to answer, and a broker who calls back.",
        "A voucher scheme was used by the same thirty firms each year. The talk shows what changed when the form "
        "shrank to a page, and what the brokers learned on the telephone.",
        61,
        authors=(NIKOS,),
        topics=(DIFFUSION, FUNDING),
        criteria=(1,),
        regions=("EL30",),
        origin=GROUP_1,
    ),
    deck(
        "steel-towns-and-skills",
        "Steel towns and skills: a pact for ten years",
        "Who promises what to whom when a furnace closes.",
        "Employers, unions, schools and a region signed a pact. The slides give its five promises, its costs and the "
        "two that were not kept.",
        96,
        authors=(PIERRE,),
        topics=(TRANSITION, SKILLS),
        criteria=(6,),
        regions=("FR",),
        languages=("en", "fr"),
        origin=GROUP_6,
    ),
    deck(
        "joint-calls-without-tears",
        "Joint calls of two regions without tears",
        "One form, two budgets, one jury: what had to be agreed first.",
        "Two regions opened one call. The slides list the eleven questions that had to be answered before, and the "
        "three that nobody had thought of.",
        120,
        authors=(LUCA, AINO),
        topics=(COOPERATION, FUNDING),
        criteria=(7,),
        regions=("ITH5", "FI19"),
        origin=GROUP_7,
    ),
    deck(
        "a-competent-body-on-two-desks",
        "A competent body on two desks",
        "How a small region manages its strategy with two people and a rule.",
        "Not every region has an agency. Two people, one rule of who decides what, and a council of twelve that meets "
        "four times a year.",
        160,
        authors=(INES,),
        topics=(GOVERNANCE,),
        criteria=(2,),
        regions=("SI",),
    ),
    deck(
        "data-before-dashboards",
        "Data before dashboards",
        "Why the first year went into two registers and no chart.",
        "A dashboard was bought and stayed empty. The talk explains which two registers were joined instead, and what "
        "the first chart showed a year later.",
        210,
        authors=(EWA, NIKOS),
        topics=(MONITORING, DIGITAL),
        criteria=(3,),
        regions=("PL",),
    ),
    deck(
        "clusters-as-translators",
        "Clusters as translators between firms and laboratories",
        "What a cluster manager says to a firm of nine people about a laboratory of ninety.",
        "The work of translation, step by step: a visit, a sketch, a price, a name.",
        260,
        authors=(MARIA,),
        topics=(CLUSTERS, DIFFUSION),
        criteria=(1, 5),
        regions=("ES61",),
    ),
    deck(
        "hydrogen-in-a-valley",
        "Hydrogen in a valley: who needs it, and who only says so",
        "A map of real demand made in six weeks by asking fourteen firms.",
        "Fourteen interviews changed a plan. The slides show the questions and what became of the pipeline.",
        300,
        authors=(AINO,),
        topics=(GREEN, TRANSITION),
        criteria=(6,),
        regions=("FI19",),
        languages=("en", "fi"),
    ),
    deck(
        "test-beds-for-hospitals",
        "Test beds for hospitals: from idea to ward in nine months",
        "A ward, a contract and a nurse who is paid to try things.",
        "A region opened three wards to firms. What the contract says, what the nurses wanted, and what was stopped.",
        340,
        authors=(AINO, BRUNO),
        topics=(DIFFUSION, DIGITAL),
        criteria=(1, 5),
        regions=("FI",),
    ),
    deck(
        "peer-review-in-two-days",
        "A peer review in two days: what to prepare",
        "One question, four peers, no slides in the evening.",
        "A region presents one challenge, peers act as critical friends. The slides are "
        "the preparation list of the host.",
        400,
        authors=(INES, LUCA),
        topics=(PEERS,),
        criteria=(7,),
        regions=("IT",),
    ),
    Sample(
        "sample-brief-criterion-four",
        "Stakeholder cooperation after the first year: what keeps people coming",
        "A brief of four pages for those who run a discovery process.",
        "Based on invented talks with eleven regions, the brief names four reasons why people stay away, and what "
        "three regions did about them.",
        45,
        kind=ResourceKind.POLICY_BRIEF,
        authors=(INES, MARIA),
        topics=(EDP, GOVERNANCE),
        criteria=(4,),
        publisher="S3 CoP Secretariat (sample)",
    ),
    Sample(
        "sample-brief-diffusion",
        "Diffusion before invention: five instruments for ordinary firms",
        "What reaches firms without a laboratory, with what it costs.",
        "Vouchers, brokers, demonstrations, shared equipment and plain visits: the brief sets five instruments side by "
        "side, with invented figures of cost and reach.",
        75,
        kind=ResourceKind.POLICY_BRIEF,
        authors=(NIKOS,),
        topics=(DIFFUSION, FUNDING),
        criteria=(1,),
        origin=GROUP_1,
        publisher="Working Group on Innovation Diffusion (sample)",
    ),
    Sample(
        "sample-brief-cooperation",
        "Paying for cooperation: who funds the other side of the border",
        "Three ways to put two budgets into one project.",
        "The brief describes three arrangements that regions use, and which of them an auditor likes.",
        140,
        kind=ResourceKind.POLICY_BRIEF,
        authors=(LUCA,),
        topics=(COOPERATION, FUNDING),
        criteria=(7,),
        origin=GROUP_7,
        languages=("en", "it"),
    ),
    Sample(
        "sample-study-transition-indicators",
        "Indicators that show an industrial transition early",
        "A study of eighteen candidates, of which five survive.",
        "Vacancies, energy contracts, apprenticeships, patents, new firms: the study asks which figures move first. "
        "All data are invented.",
        180,
        kind=ResourceKind.STUDY,
        authors=(EWA, BRUNO, PIERRE, AINO, NIKOS),
        topics=(TRANSITION, MONITORING),
        criteria=(3, 6),
        origin=GROUP_6,
        publisher="Sample University Press",
    ),
    Sample(
        "sample-study-governance",
        "Who decides? Governance of smart specialisation in small countries",
        "Seven countries, one question, and tables to compare.",
        "The study compares who proposes, who decides and who pays. Invented, like its seven countries’ answers.",
        420,
        kind=ResourceKind.STUDY,
        authors=(INES, EWA),
        topics=(GOVERNANCE,),
        criteria=(2,),
        regions=("EE", "LV", "LT", "MT", "CY", "LU", "SI"),
        publisher="Sample Institute",
    ),
    Sample(
        "sample-study-diffusion-survey",
        "How two thousand small firms hear of new technology",
        "A survey with its questionnaire, so that others can repeat it.",
        "Suppliers first, neighbours second, agencies fifth: the (invented) results of a survey, and its questionnaire "
        "in three languages.",
        500,
        kind=ResourceKind.STUDY,
        authors=(NIKOS, MARIA),
        topics=(DIFFUSION,),
        criteria=(1,),
        regions=("EL", "ES"),
        languages=("en", "el", "es"),
    ),
    Sample(
        "sample-tool-edp-canvas",
        "A canvas for the first discovery workshop",
        "One sheet of paper for a table of eight people and two hours.",
        "Print it large. Four fields: what we have, who would pay, who is missing, what we try by Christmas.",
        25,
        kind=ResourceKind.TOOL,
        authors=(MARIA,),
        topics=(EDP,),
        criteria=(4,),
        languages=("en", "es", "pt"),
    ),
    Sample(
        "sample-tool-monitoring-sheet",
        "A sheet for monitoring with three numbers",
        "A spreadsheet that asks for three numbers a quarter, and refuses a fourth.",
        "For each priority: one number of what was put in, one of what came out, one of what changed.",
        88,
        kind=ResourceKind.TOOL,
        authors=(EWA,),
        topics=(MONITORING,),
        criteria=(3,),
    ),
    Sample(
        "sample-tool-letter-of-intent",
        "Model letter of intent between two regions",
        "Two pages that lawyers of both sides have left alone.",
        "A letter of intent to begin a common call, with notes in the margin.",
        150,
        kind=ResourceKind.TOOL,
        authors=(LUCA,),
        topics=(COOPERATION,),
        criteria=(7,),
        origin=GROUP_7,
    ),
    Sample(
        "sample-tool-peer-review-template",
        "Template for a region under peer review",
        "The one question, and what peers need to know before they come.",
        "Six pages, of which the first counts: the challenge in a hundred words.",
        230,
        kind=ResourceKind.TOOL,
        authors=(INES,),
        topics=(PEERS,),
        criteria=(5, 7),
    ),
    Sample(
        "sample-video-what-is-s3",
        "What is smart specialisation? Three minutes",
        "For a colleague who asks what you do all day.",
        "A short (invented) film with subtitles in nine languages.",
        110,
        kind=ResourceKind.VIDEO,
        authors=("[S3 CoP Secretariat (sample)]",),
        topics=(PEERS,),
        languages=("en", "fr", "de", "es", "it", "pl"),
    ),
    Sample(
        "sample-recording-webinar-diffusion",
        "Recording: diffusion in regions without large firms",
        "An hour with three regions and forty questions.",
        "The recording of a sample webinar, with chapters for each region.",
        34,
        kind=ResourceKind.RECORDING,
        authors=(NIKOS, AINO),
        topics=(DIFFUSION,),
        criteria=(1,),
        origin="event",
    ),
    Sample(
        "sample-publication-atlas",
        "An atlas of priorities that talk to each other",
        "Where neighbouring regions have chosen the same words, and mean it.",
        "Maps of invented priorities in invented regions, with a chapter on how to read them with care.",
        600,
        kind=ResourceKind.PUBLICATION,
        authors=(PIERRE, LUCA),
        topics=(COOPERATION,),
        criteria=(7,),
        regions=("FR", "IT"),
        languages=("en", "fr", "it"),
        publisher="Sample Foundation",
    ),
    Sample(
        "sample-publication-ten-years",
        "Ten years of choosing: what regions would do differently",
        "Fourteen conversations, edited to be read on a train.",
        "People who ran a strategy for ten years tell what they would leave out. Invented, every word of it.",
        730,
        kind=ResourceKind.PUBLICATION,
        authors=(INES, BRUNO, EWA),
        topics=(GOVERNANCE, EDP),
        criteria=(2, 4),
        publisher="S3 CoP Secretariat (sample)",
    ),
)

PRACTICES = (
    Practice(
        "sample-practice-brokers-on-the-road",
        "Innovation brokers on the road",
        "Four brokers visit 600 firms a year, and bring no brochures.",
        "A region sends four people with trade experience to firms that never apply for anything.",
        52,
        authors=(NIKOS,),
        topics=(DIFFUSION,),
        criteria=(1,),
        regions=("EL52",),
        challenge="Small firms did not come to the agency. Those who came were always the same.",
        what_was_done="Four brokers with experience in the trades were hired. Each visits three firms a week, without "
        "appointment where the door is open. They write half a page after each visit.\n\nAn offer follows within ten "
        "days or not at all.",
        evidence="In the second year 41 of 100 visited firms took up an offer; before the scheme, 7 of 100 firms that "
        "got a letter did. (Sample figures.)",
        cost="Four salaries, two cars, a telephone number that is answered.",
        transferability="Needs people whom firms respect, and an agency that lets them decide about small sums.",
        lessons="The first two brokers came from consulting and left. The database was too long: brokers stopped "
        "filling it in after a month, and were right.",
    ),
    Practice(
        "sample-practice-quarterly-three-numbers",
        "Three numbers a quarter",
        "A monitoring system that fits on a postcard, and is used.",
        "One region threw away 64 indicators and kept three for each priority.",
        130,
        authors=(EWA,),
        topics=(MONITORING, GOVERNANCE),
        criteria=(3,),
        regions=("PL",),
        challenge="A report of ninety pages came once a year, too late for any decision.",
        what_was_done="For each priority the council chose three numbers. They are read out each quarter, and one "
        "decision is taken.",
        evidence="Eleven decisions in two years refer to the numbers. (Sample figures.)",
        cost="One person for two days a month.",
        transferability="Works where the council meets often and is small.",
        lessons="Choosing the three numbers took nine months. Two were wrong and were changed after a year, which the "
        "newspapers called a failure.",
    ),
    Practice(
        "sample-practice-shared-laboratory",
        "A laboratory that three regions share",
        "One machine, three budgets, a calendar that everybody can see.",
        "Three neighbouring regions pay for one laboratory instead of three.",
        200,
        authors=(LUCA, PIERRE),
        topics=(COOPERATION, CLUSTERS),
        criteria=(5, 7),
        regions=("ITH5", "FR"),
        languages=("en", "it"),
        challenge="Each region wanted its own pilot line; none could fill one.",
        what_was_done="An agreement of eight pages, a calendar open to all firms of the three regions, the same price "
        "for all.",
        evidence="The line is used on 71 of 100 days; a third of the users come from another region. (Sample figures.)",
        cost="A third each, by the use of the year before.",
        transferability="Needs neighbours who trust each other, and one who begins to pay.",
        lessons="The first agreement had forty pages and failed in the second region’s audit office.",
    ),
    Practice(
        "sample-practice-pact-of-the-valley",
        "The pact of the valley",
        "Employers, unions and schools sign for ten years, and meet every spring.",
        "A valley of heavy industry agreed who retrains whom, before the last furnace closed.",
        310,
        authors=(PIERRE,),
        topics=(TRANSITION, SKILLS),
        criteria=(6,),
        regions=("FR",),
        languages=("en", "fr"),
        challenge="Four thousand jobs depended on one plant, and everybody knew the year in which it would close.",
        what_was_done="A pact with five promises, published on one page. A meeting each spring, open to the press.",
        evidence="Three of five promises were kept by the fourth year. (Sample figures.)",
        cost="Mostly other people’s budgets, which had to be bent.",
        transferability="Needs a date that cannot be denied, and somebody whom both sides believe.",
        lessons="Two promises were not kept. Saying so in public kept the others alive.",
    ),
    Practice(
        "sample-practice-discovery-by-bus",
        "Discovery by bus",
        "Forty people, three firms, one day: the workshop that moves.",
        "Instead of a conference room, a bus: each discovery workshop visits three firms of a value chain.",
        390,
        authors=(MARIA,),
        topics=(EDP, CLUSTERS),
        criteria=(4,),
        regions=("ES61",),
        languages=("en", "es"),
        challenge="Workshops in the ministry were attended by those who are paid to attend.",
        what_was_done="A bus, three stops, a question for each stop, and notes written on the way back.",
        evidence="Six in ten participants were new to the process. (Sample figures.)",
        cost="A bus, sandwiches, a moderator who does not get sick.",
        transferability="Anywhere with roads. The host firms must get something: a visitor who buys.",
        lessons="The first bus had a minister on it, and nobody said anything.",
    ),
    Practice(
        "sample-practice-failed-platform",
        "The matchmaking platform that nobody used",
        "A failure, told so that it need not be repeated.",
        "A region built a platform to bring firms and researchers together. It was switched off after three years.",
        470,
        authors=(AINO,),
        topics=(DIGITAL, DIFFUSION),
        criteria=(1, 5),
        regions=("FI19",),
        challenge="Firms said that they did not know whom to ask.",
        what_was_done="A platform with profiles, tags and a search was built in fourteen months.",
        evidence="1,200 profiles, 31 messages in three years. (Sample figures.)",
        cost="A sum that would have paid two people for four years.",
        transferability="The failure is easy to repeat.",
        lessons="People ask people. The telephone list of the three who answered all the questions was worth more than "
        "the platform; it is on one page now.",
    ),
)

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
