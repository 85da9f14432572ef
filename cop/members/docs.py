"""docs/permissions.md, rendered from the table of roles."""

from cop.core import roles
from cop.core.roles import Right, Role

HEAD = """# Roles and rights

Rendered from the table of roles (`cop/core/roles.py`, each room's `roles.py`) by `manage.py render_docs`; a test keeps
the two together. `manage.py write_roles` writes the table into the database. It also runs after every `migrate`, sets
right what was changed by hand in these groups, and leaves groups of other names alone.

A member may hold several roles; their rights add up. Who enters the admin needs a second factor. Nobody below the
administrator may change accounts or roles: that would amount to being one.
"""


def permissions() -> str:
    """The roles, what each may do in which area of the admin, and the rights behind it."""
    return "\n".join(
        [
            HEAD,
            "| role | group | what for |",
            "|---|---|---|",
            *(f"| {role.label} | {role.value} | {roles.DUTIES[role]} |" for role in Role),
            "| administrator | – | everything, and alone: members' accounts, roles, settings of the site |",
            "",
            "## What each may do",
            "",
            f"| area | {' | '.join(str(role.label) for role in Role)} | administrator |",
            f"|---|{'---|' * (len(Role) + 1)}",
            *(_line(str(area)) for area in roles.areas()),
            "",
            "## The rights behind it",
            "",
            *(line for role in Role for line in _details(role)),
        ]
    )


def _line(area: str) -> str:
    cells = [
        "; ".join(str(right.words) for right in roles.rights(role) if str(right.area) == area) or "–" for role in Role
    ]
    return f"| {area} | {' | '.join(cells)} | everything |"


def _details(role: Role) -> list[str]:
    lines = [f"### {role.value}", ""]
    for right in roles.rights(role):
        lines += [f"- {right.area}: {text}" for text in _rights_of(right)]
    return [*lines, ""]


def _rights_of(right: Right) -> list[str]:
    found = []
    if right.permissions:
        found.append(", ".join(f"`{permission}`" for permission in right.permissions))
    if right.place:
        found.append(f"{right.place.name} – {', '.join(right.pages)}")
    if right.shelf and right.images:
        found.append(f"pictures, {right.shelf.name} – {', '.join(right.images)}")
    if right.shelf and right.documents:
        found.append(f"documents, {right.shelf.name} – {', '.join(right.documents)}")
    return found
