"""What the sample papers and tools say, for their files. Everything here is invented, and marked so on every page.

Of each resource: paragraphs with an empty line between; one that begins with “#” is a heading, one of lines that begin
with “-” a list.
"""

PAPERS = {
    "sample-brief-criterion-four": """
# In one minute

People come to the first workshop because they are curious, and to the second because they were asked. Whether they
come to the fifth depends on what happened with what they said at the first. Eleven regions told us why their tables
grew emptier, and three told us how they filled them again.

# Four reasons why people stay away

- Nothing came of it. Minutes were sent, and no decision was ever traced back to a table.
- It cost a day. Owners of small firms count a morning as money, and the bus as another hour.
- The same six talked. Those who speak for a living do so at workshops as well.
- Nobody said thank you, or why an idea was dropped.

# What three regions did about it

A coastal region sends each participant one letter a year: what you proposed, what became of it, and who decided. It
takes two officials a week, and attendance went from 19 to 41 people.

A mountain region moved its workshops to seven in the evening, in the canteen of whichever firm would have it. Those
firms brought their suppliers.

A region of mines gave the first hour to people who had never spoken before, and asked the usual voices to listen.

# What to do on Monday

- Take the list of the last workshop. Call the five who did not come again.
- Find one decision that followed from a table, and tell the table.
- Set the date of the next meeting by asking those who stayed away.
""",
    "sample-brief-diffusion": """
# The question

Most firms will never have a laboratory. What they need has been invented already, three valleys away. The five
instruments of this brief carry it there; their costs and reach are invented, their order is not: begin with the
cheapest.

# Five instruments side by side

- Plain visits. A technician calls on forty workshops a year. 1,900 euro for each firm that changes something.
- Demonstrations. One machine, one Saturday, neighbours as guides. 2,300 euro.
- Shared equipment. A hall with a timetable. 3,100 euro, once it is used for half of the week.
- Brokers. Somebody who knows both sides. 4,800 euro, and slow for the first year.
- Vouchers. Easy to explain, easily spent on what would have been bought anyway. 7,400 euro.

# What the figures hide

A visit reaches firms that answer the door. A voucher reaches firms that read calls. They are seldom the same, so a
region that has only one of the two has chosen whom it does not reach.

# A way to begin

Ask your chamber for the forty firms that have never been in any programme. Send one person. Write down what they ask.
""",
    "sample-brief-cooperation": """
# Two budgets, one project

A project across a border has two authorities, two calendars and two ideas of what an invoice is. Three arrangements
keep it alive. All regions in this brief are invented.

# Each pays its own

Each side funds its own partners under its own rules, and both calls open on the same day. It needs a joint annex
and no common money. Auditors like it. It fails when one side decides four months after the other.

# One pays, the other adds

One programme pays for a share of partners outside its area. The other adds what is left. It needs a letter that
says who recovers money from whom. Auditors ask for that letter first.

# A pot in the middle

Both pay into one fund, run by a third body. The third body learns, and the partners see one set of forms. It needs
two years to set up, and somebody in each ministry who still believes in it in the second.

# What an auditor told us

“I do not mind which of the three. I mind when the people I ask do not know which of the three it is.”
""",
    "sample-study-transition-indicators": """
# Summary

Statistics on employment tell of a transition two years after it began. This study looks for figures that move
earlier. Of eighteen candidates five survive three tests: they can be had each quarter, they moved before employment
did in at least four of the six (invented) regions, and nobody can improve them by writing a report.

# The five that survive

- Vacancies for trades that did not exist in the plant a year before.
- New contracts for electricity above one megawatt.
- Apprentices who change their trade in the first six months.
- Floor space let to firms younger than three years.
- Suppliers that sell to more than one branch.

# Those that did not

Patents come too late and from too few. Numbers of projects measure the programme, not the region. New firms counted
as such swing with taxes. Satisfaction moved in no region at all.

# Data and method

Six regions, forty quarters, one question: does the candidate lead employment by two quarters or more? Leads were
found by correlation with lags of up to eight quarters and read against local newspapers. The tables in the annex
are invented.

# Limits

Six regions are few. Electricity says little of places that live by offices. And an early figure is useful only where
somebody meets each quarter to ask what it means.
""",
    "sample-study-governance": """
# Summary

In a small country the minister, the manager of the programme and the professor may have been in the same class.
That makes decisions quick, and reasons invisible. Seven (invented) countries answered one question: who decides?

# Who proposes, who decides, who pays

- In two of the seven all three are one ministry.
- In three a council proposes, a ministry decides, an agency pays.
- In one the council decides, and the ministry may object within thirty days.
- In one nobody could tell us.

# What goes with it

Where proposal and decision lie apart, more priorities were dropped between two periods: four of nine, against one
of nine where they lie together. It may be that dropping needs somebody to say it aloud to.

# Recommendations

Publish for each priority who proposed it, who decided it, when, and what else was on the table. It costs a page.

# Annex: the question

“Think of the last priority that was dropped. Who said so first, and who had to agree?”
""",
    "sample-study-diffusion-survey": """
# Summary

2,034 (invented) firms with fewer than fifty people told how they heard of the last new technology that they bought.
Suppliers come first (41 per cent), neighbours and competitors second (23), customers third (14), fairs fourth (9),
agencies fifth (6). Seven per cent had found it by themselves.

# Who hears from whom

The smaller the firm, the more suppliers matter. Firms that export hear from customers. Firms in towns above 50,000
hear from agencies twice as often as others, and buy no more because of it.

# What it means for instruments

A programme that teaches suppliers reaches firms that no programme reaches. Three regions have begun to train those
who repair and sell machines; what came of it will be known in two years.

# Questionnaire

- What was the last new machine, program or method that you began to use?
- From whom did you first hear of it?
- Whom did you ask before you bought it?
- What nearly stopped you?

# How to repeat it

Ask by telephone, between half past six and eight in the morning. Do not say “innovation”.
""",
    "sample-tool-edp-canvas": """
# How to use this sheet

For a table of eight people and two hours. Print it on the largest paper you have. One person writes, and is not the
one who talks most.

# What we have

Things one could visit: firms, machines, courses, habits. No adjectives.

# Who would pay

For each: who has paid for something like it before, here or elsewhere? Write names.

# Who is missing

Whom should we have asked? Who will call them, by when?

# What we try by Christmas

Something small that could fail. Write what it would look like if it worked.

# Before you leave

- Read the four fields aloud.
- Take a photograph, and send it to everybody the same day.
""",
    "sample-tool-letter-of-intent": """
# Letter of intent

between the Region of Muster and the Region of Ejemplo (both invented)

# 1. What we intend

We intend to open a common call for projects of firms from both regions, in the spring of next year.

# 2. What each side brings

- Each funds the partners of its own region, under its own rules.
- Each names one person who may answer for it within two working days.

# 3. What we decide together

The text of the call, the day on which it opens and closes, and the jury.

# 4. What this letter is not

It binds nobody to pay. Either side may step back by writing one line to the other.

# Notes in the margin

To 2: name the person, not the unit. To 3: agree on the day of the decision as well, or one side will wait. To 4:
lawyers of both sides asked for more here; neither could say what for.
""",
    "sample-tool-peer-review-template": """
# 1. The challenge in a hundred words

One question that you cannot answer alone. If it needs more than a hundred words, it is two questions.

# 2. What we have tried

Three things, and what came of each. What failed is what peers can use.

# 3. Who decides

Name the people, and say which of them will be in the room.

# 4. What peers should know before they come

Two pages at most. Figures with their source. No strategy as an annex.

# 5. What we shall do with the answer

- Within a week: thank the peers, and say what surprised us.
- Within three months: tell them what we have begun.
- Within a year: tell them what came of it.
""",
    "sample-video-what-is-s3": """
# Transcript

Imagine a region that wants to be good at everything. It spreads its money over forty things, and in ten years is
known for none of them.

Now imagine that it asks: what do we do here that others come to look at? Not the ministry asks, and not a study.
Bakers, welders, nurses and professors are asked, at one table, and what they say is tried before it is believed.

Then it chooses. A few things, written down, with a date on which one looks again. Money follows. So do people.

And it keeps asking, because what was right five years ago may not be right now.

That is smart specialisation: to find out together what you could be good at, to choose, to try, and to look again.
""",
    "sample-recording-webinar-diffusion": """
# Chapters

- 00:00 Welcome
- 03:10 First region: visits before vouchers
- 18:45 Second region: the hall with a timetable
- 33:20 Third region: what we stopped, and why
- 47:00 Forty questions in thirteen minutes

# From the transcript

“We had two hundred firms on our list and knew eleven of them. So we stopped writing and started driving.”

“The hall was empty for five months. Then one carpenter told another.”

“We stopped the voucher. Three people were angry. All three had received it four times.”

# Questions that were left

How do you pay a technician who never applies for anything? Can a supplier be neutral? What do you count in the
first year?
""",
    "sample-publication-atlas": """
# How to read these maps with care

Two regions may write “blue growth” and mean a shipyard and a mussel farm. Maps of words show words. So each map in
this atlas comes with three sentences from each region that say what is meant. All of it is invented.

# Map 1: wood

Nine neighbours, five of which mean houses, three paper, and one the skills of those who work with it.

# Map 2: health that comes to the house

Eleven regions, seven of them with more people above seventy than below twenty. Their hospitals have begun to talk;
their priorities had done so for years without anybody noticing.

# Map 3: machines that mend machines

Four regions along one river. The map shows them side by side. The train takes six hours.

# Where maps end

Cooperation begins where two people in two regions have each other's telephone number. This atlas has a list at its
end.
""",
    "sample-publication-ten-years": """
# To be read on a train

Fourteen people who ran a strategy for ten years were asked one thing: what would you leave out? Their answers were
recorded, shortened, and shown to them before printing. They, and every word of it, are invented.

# “I would leave out half of the priorities.”

“We had eleven because eleven people had asked. Four of them have retired. I could not tell you today what two of
the eleven were about.”

# “I would leave out the second study.”

“The first told us what we knew. The second told us that the first was right.”

# “I would leave out nothing, and start later.”

“The first two years were meetings on how to meet. If we had begun with one small call, we should have known by the
first summer who was serious.”

# “I would leave out the logo.”

“It had nine versions. I am proud of the fourth.”

# What they would keep

- The day each year on which something is dropped.
- The table at which firms speak first.
- The colleague in the other region who tells you the truth.
""",
}
