"""Kinds of letters that only tests know, and the templates that go with them."""

from cop.notifications.models import Letter
from cop.notifications.registry import LetterContent, NoLongerTrue, letter

TEMPLATE = "sample/plain"


def content(of: Letter, **more: object) -> LetterContent:
    values = of.params
    return LetterContent(
        subject=values.get("subject", "Your place is confirmed"),
        template=TEMPLATE,
        context={
            "words": values.get("words", "Bring the ticket in this letter."),
            "rows": values.get("rows", [["When", "16 March 2027"]]),
            "path": values.get("path", "/tickets/1/"),
            "preheader": values.get("preheader", ""),
        },
        **more,
    )


@letter("sample.own", title="About one's own place")
def own(of: Letter) -> LetterContent:
    return content(of, attachments=[(name, b"BEGIN:VCALENDAR", "text/calendar") for name in of.params.get("files", [])])


@letter("sample.circular", title="A circular", own_place=False, group="sample.circulars")
def circular(of: Letter) -> LetterContent:
    return content(of)


@letter("sample.other", title="Another circular", own_place=False)
def other(of: Letter) -> LetterContent:
    return content(of)


@letter("sample.code", title="Log-in code", secret=True)
def code(of: Letter) -> LetterContent:
    return LetterContent(
        subject=f"Code {of.params['code']}",
        template=TEMPLATE,
        context={"words": f"Type {of.params['code']}.", "rows": [], "path": of.params["path"]},
    )


@letter("sample.fragile", title="Needs its secret", secret=("number",))
def fragile(of: Letter) -> LetterContent:
    return LetterContent(subject=f"Number {int(of.params['number'])}", template=TEMPLATE, context={"rows": []})


@letter("sample.broken", title="Cannot be built")
def broken(of: Letter) -> LetterContent:
    raise KeyError(of.to)


@letter("sample.over", title="No longer true")
def over(of: Letter) -> LetterContent:
    raise NoLongerTrue("The offer is over.")
