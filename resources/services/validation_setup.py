"""Sets up the workflow through which good practices come into the library."""

from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Workflow, WorkflowTask

from cop.core.roles import Role

from ..models import ValidationTask

WORKFLOW = "Good practice validation"
CHECK, VALIDATION = "Check", "Validation"
# The second step publishes: it is taken by those who publish.
STEPS = ((CHECK, (Role.EDITOR, Role.MODERATOR)), (VALIDATION, (Role.MODERATOR,)))


def set_up() -> list[str]:
    """Make workflow and steps where there are none; what administrators have made of them since stays."""
    tables = set(connection.introspection.table_names())
    if ValidationTask._meta.db_table not in tables or Workflow.objects.filter(name=WORKFLOW).exists():
        return []
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (name, roles) in enumerate(STEPS):
        task = ValidationTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return [f"{WORKFLOW}: set up"]
