"""Who may see a registration: the predicate and its queryset twin say the same for every role."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from cop.members.models import User
from events.models import Registration
from events.permissions import can_see_registration, registrations_visible_to
from events.services.registering import register
from tests.factories.events import CategoryFactory

pytestmark = pytest.mark.django_db


def test_predicate_and_twin_agree_for_every_role(member, other_member, staff):
    room = CategoryFactory()
    for each in (member, other_member):
        register(member=each, event_id=room.setup.event_id, category_id=room.pk)
    manager = User.objects.create_user("manager@members.example", is_staff=True)
    manager.groups.add(Group.objects.get(name="Event managers"))
    editor = User.objects.create_user("editor@members.example", is_staff=True)
    disabled = User.objects.get(pk=other_member.pk)
    disabled.is_active = False
    roles = {
        "visitor": AnonymousUser(),
        "member": member,
        "other member": other_member,
        "disabled": disabled,
        "staff without the right": editor,
        "event manager": manager,
        "administrator": staff,
    }

    by_twin = {
        role: sorted(registrations_visible_to(user).values_list("member__email", flat=True))
        for role, user in roles.items()
    }
    by_predicate = {
        role: sorted(
            each.member.email
            for each in Registration.objects.select_related("member")
            if can_see_registration(user, each)
        )
        for role, user in roles.items()
    }

    both = sorted([member.email, other_member.email])
    assert by_twin == by_predicate
    assert by_twin == {
        "visitor": [],
        "member": [member.email],
        "other member": [other_member.email],
        "disabled": [],
        "staff without the right": [],
        "event manager": both,
        "administrator": both,
    }
