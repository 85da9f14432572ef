"""The state of a registration or a session place is assigned in one place only: `events.services.states`."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CLAIMS = {"Registration", "SessionPlace"}
WRITING = {"update", "create", "get_or_create", "update_or_create"}


def assignments(source: str) -> list[int]:
    """The lines that give a claim a state: `x.status = …`, and `status=…` where a row is made or written."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Attribute) and each.attr == "status" for each in targets):
                found.append(node.lineno)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CLAIMS | WRITING and any(each.arg == "status" for each in node.keywords):
                found.append(node.lineno)
            constants = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name == "setattr" and "status" in constants:
                found.append(node.lineno)
    return found


def test_state_of_a_claim_is_assigned_in_one_place():
    places = {
        str(path.relative_to(ROOT)): len(lines)
        for room in ("events", "home")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and (lines := assignments(path.read_text()))
    }

    # The demo writes hundreds of invented registrations at once, with a past that never was.
    assert places == {"events/services/states.py": 1, "home/seed/places.py": 2}


@pytest.mark.parametrize(
    "source",
    [
        "claim.status = 'x'",
        "claim.status: str = 'x'",
        "Registration(status='x')",
        "SessionPlace.objects.filter(pk=1).update(status='x')",
        "models.SessionPlace.objects.create(status='x')",
        "setattr(claim, 'status', 'x')",
    ],
)
def test_every_way_to_assign_it_is_seen(source):
    assert assignments(source) == [1]
    assert assignments(source.replace("status", "state")) == []
