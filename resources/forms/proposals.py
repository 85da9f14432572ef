"""The form with which a member proposes a good practice."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cop.core.stored.fields import FilesField
from cop.core.visible import shows_something
from cop.core.widgets import ToldRadioSelect
from cop.members.selectors import place_choices
from cop.members.validators import plain_line
from cop.taxonomy.choices import Criterion
from cop.taxonomy.models import Topic

from ..choices import LANGUAGES, WITHOUT_NOTES, Licence
from ..models import ResourceFile
from ..models.pages import YEARS
from ..practice_content import NEEDED, TEXTS, Content

if TYPE_CHECKING:
    from cop.members.models import User

REGIONS = 3
MOST_PEOPLE = 20
MOST_LINKS = 10
FILES_AT_ONCE = 5
LONGEST_NAME = 150
LICENCES = (Licence.CC_BY, Licence.CC_BY_SA, Licence.CC0)
# The field of the form where the words about a part of the content stand.
FIELD_OF = {"regions": "region_1", "languages": "language"}

_address = URLValidator(schemes=["http", "https"])
_TOO_LONG = _("Please shorten this to %(limit_value)d characters; it has %(show_value)d.")


def _line(length: int, **kwargs: Any) -> forms.CharField:
    """One line. The limit is checked here and not by the browser, which would cut a pasted text silently."""
    return forms.CharField(validators=[plain_line, MaxLengthValidator(length, _TOO_LONG)], **kwargs)


class _Text(forms.CharField):
    """Several lines; what shows nothing is nothing."""

    def __init__(self, length: int, rows: int, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            validators=[MaxLengthValidator(length, _TOO_LONG)],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if "\0" in text or shows_something(text) else ""


class _Lines(_Text):
    """One thing a line, each checked; cleaned to a tuple without doubles."""

    def __init__(self, most: int, check: Any, **kwargs: Any) -> None:
        self.most, self.check = most, check
        super().__init__(length=6000, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if len(found) > self.most:
            raise ValidationError(_("At most %(most)d lines, please."), params={"most": self.most})
        for number, line in enumerate(found, start=1):
            try:
                self.check(line)
            except ValidationError as error:
                words = _t("Line %(number)d: %(words)s") % {"number": number, "words": error.messages[0]}
                raise ValidationError(words) from error
        return found


class _StillThere(forms.TypedMultipleChoiceField):
    """What has gone meanwhile is gone: that is no mistake of whoever wanted it to go."""

    def to_python(self, value: Any) -> list[str]:
        known = {str(key) for key, _label in self.choices}
        return [each for each in super().to_python(value) if each in known]


def _check_name(line: str) -> None:
    plain_line(line)
    MaxLengthValidator(LONGEST_NAME, _TOO_LONG)(line)


def _check_link(line: str) -> None:
    MaxLengthValidator(500, _TOO_LONG)(line)
    try:
        _address(line)
    except ValidationError as error:
        raise ValidationError(_("An address begins with https:// or http://.")) from error


class ProposalForm(forms.Form):
    """All parts. A draft needs a title only; what sending needs says `practice_content.missing`."""

    title = _line(
        255,
        label=_("Title"),
        help_text=_("What was done, in a few plain words. For example: Innovation brokers on the road"),
        error_messages={"required": _("Give it a title. Everything else can wait.")},
    )
    summary = _Text(300, 2, label=_("Summary"), help_text=_("One or two sentences, shown in lists."))
    organisation = _line(
        LONGEST_NAME, label=_("Organisation"), required=False, help_text=_("Who carries the practice out.")
    )
    people = _Lines(
        MOST_PEOPLE,
        _check_name,
        rows=2,
        label=_("People to be named as authors"),
        help_text=_("One a line, as “Family name, first name”. Left empty, the organisation is the author."),
    )
    began = forms.IntegerField(label=_("Began in"), required=False, help_text=_("A year."), validators=YEARS)
    ended = forms.IntegerField(
        label=_("Ended in"),
        required=False,
        help_text=_("A year. Leave it empty while the practice runs."),
        validators=YEARS,
    )
    challenge = _Text(5000, 4, label=_("The challenge"), help_text=_("What was difficult, and for whom."))
    what_was_done = _Text(
        5000, 6, label=_("What was done"), help_text=_("Step by step, so that others can picture it.")
    )
    evidence = _Text(
        5000,
        5,
        label=_("Evidence of results"),
        help_text=_("What changed, with figures and where they come from. If it is too early to know, say so."),
    )
    cost = _Text(2000, 3, label=_("What it cost"), help_text=_("Money, people, time; roughly is enough."))
    transferability = _Text(
        5000,
        4,
        label=_("Where else it may work"),
        help_text=_("What a region must have for it, and what it could leave out."),
    )
    lessons = _Text(
        5000, 4, label=_("Lessons"), help_text=_("What you would do differently. What failed helps others most.")
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the practice is about."),
    )
    criteria = forms.TypedMultipleChoiceField(
        label=_("Fulfilment criteria"),
        choices=[(number, f"{number}. {label}") for number, label in Criterion.choices],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those of the enabling condition on good governance of smart specialisation that it helps with."),
    )
    language = forms.ChoiceField(label=_("Language of your text"), required=False, choices=LANGUAGES)
    links = _Lines(
        MOST_LINKS,
        _check_link,
        rows=3,
        label=_("Links"),
        help_text=_("One address a line: a report, a website, a film."),
    )
    files = FilesField(
        label=_("Add files"),
        required=False,
        most=FILES_AT_ONCE,
        allow_empty_file=True,
        help_text=format_lazy(
            "{kinds} {notes} {who}",
            kinds=_("PDF, Office and OpenDocument files, pictures, text, Markdown; up to 100 MB each, five at once."),
            notes=WITHOUT_NOTES,
            who=_("Nobody else sees them before you send the practice; the public, once it is in the library."),
        ),
    )
    files_out = _StillThere(
        label=_("Files that are there"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what should go when you save."),
    )
    contact = _Text(
        500,
        3,
        label=_("Whom to ask"),
        help_text=_("Name and e-mail address or telephone. Only members who are logged in see this, never the public."),
    )
    licence = forms.ChoiceField(
        label=_("Under what others may use your text and files"),
        required=False,
        choices=[(each.value, each.label) for each in LICENCES],
        widget=ToldRadioSelect(
            hints={
                Licence.CC_BY: _("Everybody may use and change it if they name you. The usual choice."),
                Licence.CC_BY_SA: _("The same, and what they make of it stays as free."),
                Licence.CC0: _("Everybody may use it without naming you."),
            }
        ),
    )
    consent = forms.BooleanField(
        label=_("I agree that this text and its files are published in the library under this licence"),
        required=False,
        help_text=_("And I may agree to it: they are mine, or those whose they are know of it."),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, content: Content | None = None, files: Iterable[ResourceFile] = (), **kwargs: Any
    ) -> None:
        """`content` is what the draft says, None for a new one; `files` are those that it has."""
        self.before = content
        super().__init__(*args, **kwargs)
        self.fields["files_out"].choices = _choices(files)
        chosen = content.regions if content else ()
        self.region_names = [f"region_{number}" for number in range(1, max(REGIONS, len(chosen)) + 1)]
        choices = [("", _("Choose, or leave empty")), *_places(chosen)]
        for number, name in enumerate(self.region_names, start=1):
            self.fields[name] = forms.ChoiceField(
                label=_("Country or region") if number == 1 else _("Another country or region"),
                required=False,
                choices=choices,
            )
        for name in NEEDED:
            self.fields[FIELD_OF.get(name, name)].is_needed_later = True
        # The field would read them anew each time that somebody looks at its choices.
        self.fields["topics"].choices = [
            (name, name) for name in Topic.objects.order_by("name").values_list("name", flat=True)
        ]
        if content is not None:
            self.initial |= _initial(content) | self.initial

    @classmethod
    def initial_for(cls, member: "User") -> dict[str, Any]:
        """What the profile says already."""
        profile = member.profile
        organisation = profile.organisation.name if profile.organisation else ""
        return {
            "organisation": organisation[:LONGEST_NAME],
            "region_1": profile.region_id or profile.country_id or "",
            "language": "en",
            "licence": Licence.CC_BY.value,
            "contact": "\n".join(part for part in (member.name, organisation) if part)[:500],
        }

    def show_files(self, files: Iterable[ResourceFile]) -> None:
        """Those that there are now, after what was sent has been done; nothing is ticked any more."""
        self.data = self.data.copy()
        self.data.pop("files_out", None)
        self.fields["files_out"].choices = _choices(files)

    def regions(self) -> list[forms.BoundField]:
        """The fields for countries and regions."""
        return [self[name] for name in self.region_names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        began, ended = cleaned.get("began"), cleaned.get("ended")
        if ended and "began" not in self.errors and (began is None or ended < began):
            self.add_error("ended", _("The end comes after the beginning, which has to be given too."))
        return cleaned

    def content(self) -> Content:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        known = self.before.languages if self.before else ()
        language = data["language"]
        return Content(
            **{name: data[name].strip() for name in ("title", "summary", "organisation", "contact", *TEXTS)},
            **{name: data[name] for name in ("people", "began", "ended", "links", "licence")},
            regions=tuple(dict.fromkeys(data[name] for name in self.region_names if data[name])),
            topics=tuple(sorted(data["topics"])),
            criteria=tuple(sorted(data["criteria"])),
            # Others that an editor has added stay.
            languages=known if language in known else (language,) if language else (),
        )

    def say_missing(self, gaps: dict[str, str | Promise]) -> None:
        """Put the words about what is missing beside the fields, in the order of the form."""
        for name in NEEDED:
            if name in gaps:
                self.add_error(FIELD_OF.get(name, name), str(gaps[name]))


def _choices(files: Iterable[ResourceFile]) -> list[tuple[int, str]]:
    return [(file.pk, file.current.name if file.current else file.title) for file in files]


def _initial(content: Content) -> dict[str, Any]:
    names = ("title", "summary", "organisation", "began", "ended", "licence", "contact", *TEXTS)
    return {
        **{name: getattr(content, name) for name in names},
        **{f"region_{number}": code for number, code in enumerate(content.regions, start=1)},
        "people": "\n".join(content.people),
        "links": "\n".join(content.links),
        "topics": list(content.topics),
        "criteria": list(content.criteria),
        "language": content.languages[0] if content.languages else "",
    }


def _places(chosen: Iterable[str]) -> list[tuple[Any, Any]]:
    """Countries as groups, each first as a whole, then its regions of level 1 and 2. One statement."""
    countries, regions = place_choices()
    below = dict(regions)
    groups = [
        (name, [(code, _t("%(country)s, the whole country") % {"country": name}), *below.get(name, [])])
        for _label, group in countries
        for code, name in group
    ]
    known = {code for _name, group in groups for code, _label in group}
    # Smaller ones can be chosen in the admin only; opening the form must not lose them.
    return [*groups, *((code, code) for code in chosen if code not in known)]
