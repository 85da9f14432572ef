"""Sample documents in the three working groups: a deck, a PDF and a text in each, made here, marked on every page."""

import uuid
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from fpdf import FPDF
from pptx import Presentation
from pptx.util import Pt

from cop.members.models import User
from working_groups import document_data
from working_groups.choices import DocumentState, GroupRole
from working_groups.models import Document, Membership, WorkingGroup
from working_groups.services.document_changes import set_state
from working_groups.services.document_comments import comment
from working_groups.services.documents import Told, add_version, checked, share
from working_groups.services.folders import make_folder

MARK = "Sample"
# Group: what its deck says, slide by slide; what its PDF is about; its text.
GROUPS = {
    "innovation-diffusion": (
        ["How new ideas reach small firms", "Three channels", "What regions tried", "Vouchers, brokers, test beds"],
        "A checklist for voucher schemes",
        "What we mean by diffusion",
    ),
    "industrial-transformation": (
        ["Transition of an industrial valley", "Where it stands", "Skills first", "A pact with the steel towns"],
        "Indicators that show a transition early",
        "Outline of our paper",
    ),
    "interregional-collaboration": (
        ["Working across borders", "Who pays for what", "A shared call in two regions", "Lessons on joint selection"],
        "Model letter of intent between regions",
        "Questions to ask a partner region",
    ),
}


def make_documents() -> None:
    """Only in groups that have none yet, by their sample leaders."""
    for slug, (slides, paper, text) in GROUPS.items():
        group = WorkingGroup.objects.filter(page__slug=slug).first()
        leader = _first(group, GroupRole.LEADER)
        if group is None or leader is None or group.documents.exists():
            continue
        folder = make_folder(group_id=group.pk, actor=leader, name="Meetings")
        deck = _share(group, leader, f"{slides[0]}.pptx", _deck(slides), folder.pk, ["meeting"])
        _share(group, leader, f"{paper}.pdf", _pdf(paper), None, ["method"])
        notes = _share(group, leader, f"{text}.md", _text(text, 3), None, ["draft"])
        rapporteur = _first(group, GroupRole.RAPPORTEUR) or leader
        file = _text(text, 4)
        add_version(
            document=notes,
            author=rapporteur,
            file=checked(BytesIO(file), name=f"{text}.md", size=len(file)),
            what_changed="A fourth point",
            based_on=1,
        )
        set_state(
            document=notes,
            actor=leader,
            state=DocumentState.COMMENT,
            comment_until=timezone.localdate() + timedelta(days=21),
        )
        comment(
            document=notes, author=rapporteur, text="*Sample.* Point **4** is new: does it fit?", key=notes_key(notes)
        )
        set_state(document=deck, actor=leader, state=DocumentState.FINAL)
    Document.objects.filter(author__is_sample=True).update(is_sample=True)


def notes_key(document: Document) -> uuid.UUID:
    """The key of its first version: one comment for one seed."""
    return document.versions.get(number=1).key


def remove_documents() -> None:
    """With their versions, comments and files; folders that are empty then."""
    document_data.remove_documents(list(Document.objects.filter(is_sample=True).values_list("pk", flat=True)))
    for group in WorkingGroup.objects.filter(page__slug__in=GROUPS):
        group.folders.filter(name="Meetings", documents=None, children=None).delete()


def _first(group: WorkingGroup | None, role: str) -> User | None:
    found = Membership.objects.active().filter(group=group, role=role, member__is_sample=True)
    membership = found.select_related("member").order_by("pk").first()
    return membership.member if membership else None


def _share(
    group: WorkingGroup, author: User, name: str, content: bytes, folder_id: int | None, tags: list[str]
) -> Document:
    file = checked(BytesIO(content), name=name, size=len(content))
    return share(
        group_id=group.pk, author=author, file=file, folder_id=folder_id, tags=tags, told=Told(quietly=True)
    ).document


def _deck(slides: list[str]) -> bytes:
    show = Presentation()
    for number, words in enumerate(slides, start=1):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = words
        box = slide.shapes.add_textbox(Pt(40), Pt(480), Pt(400), Pt(30))
        box.text_frame.text = f"{MARK} · invented for this demo · {number}"
    out = BytesIO()
    show.save(out)
    return out.getvalue()


def _pdf(title: str) -> bytes:
    paper = FPDF()
    for number in (1, 2):
        paper.add_page()
        paper.set_font("helvetica", "B", 22)
        paper.multi_cell(0, 12, title, new_x="LMARGIN", new_y="NEXT")
        paper.set_font("helvetica", size=12)
        paper.multi_cell(0, 8, f"{MARK}: invented for this demo. Page {number} of 2.\n\n" + WORDS[number - 1])
    return bytes(paper.output())


WORDS = (
    (
        "A group shares a paper like this one as a draft, opens it for comment, and makes it final. Each version says "
        "what has changed, and none is ever written over."
    ),
    "Whoever looks for a word finds the page on which it stands. What is said in comments stays in the group.",
)


def _text(title: str, points: int) -> bytes:
    lines = [f"# {title}", "", f"*{MARK} text, invented for this demo.*", ""]
    lines += [f"{number}. Point number {number}" for number in range(1, points + 1)]
    return "\n".join(lines).encode()
