"""What the slides of sample presentations say. Everything here is invented, and marked as a sample on every slide.

Of each resource: slides with an empty line between, each a title and its lines. Letters of Latin-1 only: the PDF is
written with a built-in font.
"""

Slides = tuple[tuple[str, tuple[str, ...]], ...]


def slides_of(slug: str) -> Slides:
    """Titles and lines of a resource's slides."""
    slides = (part.split("\n") for part in DECKS[slug].strip().split("\n\n"))
    return tuple((title, tuple(lines)) for title, *lines in slides)


DECKS = {
    "sample-roadmaps-for-industrial-transition": """
Forty actions, nobody's roadmap
31 of them had no budget
12 had no name beside them
One page a minister could not read

How nine were chosen
Each owner had five minutes
A jury of firms scored them, blind
What nobody defended was dropped

Who objected
Two chambers and one mayor
Their actions went into an annex
A year later nobody asked for the annex

Three indicators a quarter
Vacancies in the foundry belt
Energy contracts signed
Apprentices who stayed

What we would do again
Begin with the closing date
Publish what was dropped
Keep the jury
""",
    "sample-what-monitoring-is-for": """
Three numbers, one conversation
They come in by themselves
Nobody fills in a form
What moves is asked about, what stands still too

The calendar of a quarter
Week 1: registers are joined
Week 3: a meeting of an hour
Week 4: one decision is written down

What the logbook looks like
Date, number, decision, name
One line each
It is public after a year

Two quarters in which nothing happened
Data were late
So the decision was to buy fewer data
The meeting took place all the same
""",
    "sample-edp-that-does-not-end": """
A project of six months, a habit of years
Workshops ended, priorities stayed
Firms asked when the next one was

Fifty firms, four times a year
Breakfast, not conferences
Each brings one question
New ones come by invitation of the old

What they get for their time
A name in the ministry
A laboratory that calls back
No brochure

Why the minister comes last
Who speaks first sets the topic
Firms know what they do not need
The closing word costs nothing

What it costs
60 000 euro a year
One coordinator on half a post
Croissants
""",
    "sample-vouchers-that-small-firms-use": """
The same thirty firms each year
A form of eleven pages
Answers after four months
Consultants who filled it in

One page to apply
Who, what for, how much
A photograph of the machine
A telephone number

A broker who calls back
Within two days
Asks what would happen without the voucher
Says no on the telephone, not by letter

What became of it
212 firms in the second year
A third had never applied for anything
Average: 4 800 euro
""",
    "sample-steel-towns-and-skills": """
When a furnace closes
1 900 jobs in three years
Half of them older than fifty
Two towns, one railway line

The five promises of the pact
Nobody is dismissed without an offer
Schools open evening classes
Unions second trainers
Firms take apprentices first
The region pays the bus

Two that were not kept
The bus ran for a year
Apprenticeships fell when orders did

What it costs
38 million euro in ten years
A third from firms
Evaluation included

Who watches
A round table of nine
A report each spring
The local newspaper
""",
    "sample-joint-calls-without-tears": """
Eleven questions to be answered first
Whose form? Whose language?
Who pays the jury?
What is an eligible cost on both sides?

Three that nobody had thought of
Public holidays
Rounding of exchange rates
Who signs when an election comes

One jury, two budgets
Scores are given once
Each side funds its own partners
A joint list of reserves

After two rounds
34 proposals, 9 projects
No complaint about the jury
One about parking
""",
    "sample-a-competent-body-on-two-desks": """
Two people and a rule
One proposes, the other asks why
Neither signs alone

A council of twelve
Four meetings a year
Three seats for citizens
Minutes within a week

What they do not do
No dashboard
No fair stands
No strategy on glossy paper

When one of them is ill
A neighbouring region lends a desk
Agreed in a letter of one page
""",
    "sample-data-before-dashboards": """
The empty dashboard
Bought in spring
Shown to the press in summer
Without data until winter

Two registers joined
Business register and training grants
Matched by number, not by name
96 per cent fit

The first chart, a year later
Firms that train also export
Not the other way round
Nobody had asked before

A checklist for the next one
Who owns the data?
Who may see a cell with three firms?
Who corrects mistakes?
""",
    "sample-clusters-as-translators": """
A firm of nine meets a laboratory of ninety
Different words for the same thing
Different clocks
Different fears

Step by step
A visit
A sketch on squared paper
A price
A name

Words that do not travel
Prototype
Validation
Soon

What a translator earns
Two days a case, paid by the cluster
A success fee was tried and dropped
""",
    "sample-hydrogen-in-a-valley": """
Fourteen interviews
Six weeks, two interviewers
The same nine questions
Answers were sent back for correction

Who needs it
A glassworks
A bus depot
Nobody else before 2032

What became of the pipeline
Planned: 42 kilometres
Built: none
An electrolyser beside the glassworks instead

The questions, to be copied
What do you burn today?
What would have to be true for you to sign?
Who else should we ask?

Lessons
Ask before you draw a map
Pay for honest noes
""",
    "sample-test-beds-for-hospitals": """
From idea to ward in nine months
Call in January
First patient in October
Stopped twice in between

What the contract says
The ward decides
Data stay in the hospital
The firm pays for the nurse's time

What the nurses wanted
Fewer alarms
Something for the corridor
To be asked first

What was stopped
A robot that was afraid of thresholds
A mattress that called the police
""",
    "sample-peer-review-in-two-days": """
One question
Not three
In a sentence that a journalist understands
Sent three weeks before

Four peers
Two who have failed at it
One who has not begun
One from another field

The two days, hour by hour
Morning: the host speaks for 40 minutes
Afternoon: peers ask, the host takes notes
Second day: peers speak, the host is silent

No slides in the evening
Dinner without laptops
The best advice came with the cheese

Afterwards
A letter of two pages
A call after six months
What was not done, and why
""",
}
