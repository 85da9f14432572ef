"""Privacy, accessibility, terms: what the software does, said plainly. The page of all cookies is cop.privacy's."""

from . import blocks as b
from .page_text import Text

PAGES = (
    Text(
        "/privacy/",
        "Privacy",
        "What this site knows about you, who sees it, and how you stay in charge.",
        [
            *b.text(
                """
<p>This page describes what the software does. Whoever runs this site for real people adds name, contact and legal basis
here first.</p>
<h2>Without an account</h2>
<p>Nothing. Public pages set no cookie, load nothing from other sites and count nobody. The log of the server holds the
address of the page and the time it took, but not your name, your e-mail address or your internet address.</p>
<h2>With an account</h2>
<ul>
<li>Your e-mail address, and your name if you give it.</li>
<li>Your profile: organisation, job title, country and region, topics. You choose who may see it: nobody, members, or
everybody. It begins with nobody.</li>
<li>Your open sessions, so that you can end them from another device.</li>
<li>The letters that the site has sent you.</li>
</ul>
<h2>When you register for an event</h2>
<ul>
<li>Your answers, for the people who run the event.</li>
<li>Answers about food and access are marked as sensitive: fewer people may see them, and the form says after how many
days they are erased.</li>
<li>Your name stands on a list of participants only if you say so.</li>
</ul>
<h2>When you write to the Secretariat</h2>
<ul>
<li>Your name, your e-mail address and your message, for the people who answer it.</li>
<li>They are erased a year after the matter is closed.</li>
</ul>
<h2>When members write to you</h2>
<ul>
<li>Nobody sees your address. You can refuse such letters, block a sender, and report a letter.</li>
</ul>
<h2>Your rights</h2>
<ul>
<li>You can change your profile, your address and your answers yourself.</li>
<li>You can take along everything that is held about you, in one file (Account and security, My data).</li>
<li>You can delete your account yourself, with two weeks in which you can change your mind.</li>
<li>When these words change, you are asked again, and told what is new.</li>
<li>Who of the Secretariat looked at your data is noted, and stands in your file.</li>
</ul>
<p><a href="{/contact/}">Write to the Secretariat</a> for anything else.</p>
<p>See also: <a href="/cookies/">cookies</a>.</p>
<h2>How long what is kept</h2>
"""
            ),
            b.fragment("retention"),
        ],
    ),
    Text(
        "/accessibility/",
        "Accessibility statement",
        "The site aims at WCAG 2.2, level AA. This page says what is really tested, and when it was last.",
        [
            *b.text(
                """
<h2>What we do</h2>
<ul>
<li>Everything works with the keyboard alone. Without JavaScript only logging in with a passkey is missing.</li>
<li>Text can be enlarged to 200 %, and pages fit a screen of 320 pixels without sideways scrolling.</li>
<li>Light and dark follow your system; so does the wish for less motion or more contrast.</li>
<li>A state is always a word first, and never only a colour.</li>
<li>Errors in forms stand beside the field and in a list above the form.</li>
</ul>
<h2>What was tested</h2>
"""
            ),
            b.fragment("accessibility"),
            *b.text(
                """
<h2>What is not covered</h2>
<p>Checking tools find a part of all problems. People who use a screen reader every day have not tested the site yet.
Documents that others have made (presentations, studies) may not be accessible; ask for another form.</p>
<h2>If something does not work for you</h2>
<p><a href="{/contact/}">Tell the Secretariat</a> which page it was and what you wanted to do. Access needs for an event
belong in its registration form; they are treated as sensitive.</p>
"""
            ),
        ],
    ),
    Text(
        "/terms/",
        "Terms of use",
        "A few rules for a shared place.",
        """
<ul>
<li>An account belongs to one person. Keep your password and your codes to yourself.</li>
<li>Register for an event if you mean to come, and cancel if you cannot: somebody else may be waiting for the
place.</li>
<li>What you write to others here should be what you would say in the meeting room.</li>
<li>Share documents only if you may.</li>
</ul>
<h2>The content</h2>
<p>The texts describe the S3 Community of Practice from published sources. They are not legal advice, and they are not a
statement of the European Commission. Whatever is marked <strong>Sample</strong> is invented to show how the site
works.</p>
<h2>The software</h2>
<p>Its source code is under the European Union Public Licence (EUPL), version 1.2.</p>
""",
    ),
)
