"""Working groups and who belongs to them, for tests."""

import factory
from django.utils import timezone
from wagtail.models import Page

from tests.factories.members import UserFactory
from tests.factories.pages import WorkingGroupPageFactory
from working_groups.choices import GroupRole, MembershipState, Visibility
from working_groups.models import Membership, WorkingGroup


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    """A group with its page; `page__title`, `page__slug` name it. The page of a hidden one is a draft."""

    class Meta:
        model = WorkingGroup

    page = factory.SubFactory(WorkingGroupPageFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        page = kwargs.pop("page")
        # Made with the page.
        group = page.group
        for name, value in kwargs.items():
            setattr(group, name, value)
        group.save()
        if group.visibility == Visibility.HIDDEN:
            Page.objects.filter(pk=page.pk).update(live=False)
            page.live = False
        return group


class MembershipFactory(factory.django.DjangoModelFactory):
    """A membership; `role=` and `state=` say which."""

    class Meta:
        model = Membership

    group = factory.SubFactory(WorkingGroupFactory)
    member = factory.SubFactory(UserFactory)
    role = GroupRole.MEMBER
    state = MembershipState.ACTIVE
    ended_at = factory.LazyAttribute(lambda made: None if made.state == MembershipState.ACTIVE else timezone.now())
