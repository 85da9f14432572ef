"""docs/registration-states.md, rendered from the table of states."""

from cop.notifications import registry

from .choices import HOLDING, RegistrationStatus
from .transitions import SESSION_LETTERS, TRANSITIONS, Transition, Who

WHO = {Who.MEMBER: "member", Who.SECRETARIAT: "secretariat", Who.SYSTEM: "system"}


def registration_states() -> str:
    """The states, and which change is allowed, by whom, with which letter."""
    return "\n".join(
        [
            "# States of a registration",
            "",
            "Rendered from `events/transitions.py` by `manage.py render_docs`; a test keeps the two together.",
            "A registration, and a place in a session, moves only along the lines below.",
            "",
            "## States",
            "",
            "| state | in words | holds a place |",
            "|---|---|---|",
            *(
                f"| `{status.value}` | {status.label} | {'yes' if status in HOLDING else 'no'} |"
                for status in RegistrationStatus
            ),
            "",
            "## Changes",
            "",
            "| change | in the history | from | to | by | letter | reason |",
            "|---|---|---|---|---|---|---|",
            *(_line(transition) for transition in TRANSITIONS.values()),
            "",
            "## Places in sessions",
            "",
            "They use the same lines. A change that comes with the registration is told in its letter;",
            "these have letters of their own:",
            "",
            "| change | letter |",
            "|---|---|",
            *(f"| `{name}` | {_letter(kind)} |" for name, kind in SESSION_LETTERS.items()),
        ]
    )


def _line(transition: Transition) -> str:
    cells = (
        f"`{transition.name}`",
        str(transition.title),
        ", ".join(f"`{state.value}`" for state in transition.sources) or "(new)",
        ", ".join(f"`{state.value}`" for state in transition.targets),
        ", ".join(WHO[who] for who in transition.who),
        _letter(transition.letter),
        "required" if transition.needs_reason else "",
    )
    return f"| {' | '.join(cells)} |"


def _letter(kind: str) -> str:
    return f"{registry.title_of(kind)} (`{kind}`)" if kind else ""
