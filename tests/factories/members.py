"""Members, with profile, and organisations for tests."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from cop.core.roles import Role
from cop.members.models import Organisation, Profile, User
from cop.taxonomy.models import Region


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation; `country="BE"` says where."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Sample Agency {number}")

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        return _with_region(kwargs, "country")


class UserFactory(factory.django.DjangoModelFactory):
    """A member with a name, a confirmed address and a profile.

    `UserFactory(profile__country="BE", profile__organisation=…)` fills the profile; `password="…"` sets one;
    `confirmed=False` leaves the address as an account made by staff has it.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Sample Member {number}")
    email = factory.Sequence(lambda number: f"member{number}@members.example")
    profile = factory.Dict({})

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        confirmed = kwargs.pop("confirmed", True)
        profile = kwargs.pop("profile")
        user = model_class.objects.create_user(*args, **kwargs)
        if confirmed:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if profile:
            Profile.objects.filter(user=user).update(**_with_region(profile, "country", "region"))
            user.profile.refresh_from_db()
        return user

    class Params:
        staff = factory.Trait(is_staff=True, is_superuser=True)


def _with_region(values: dict, *names: str) -> dict:
    for name in names:
        if isinstance(values.get(name), str):
            values[name] = Region.objects.get(pk=values[name])
    return values


def with_role(*names: Role, **kwargs) -> User:
    """Somebody who holds these roles: `with_role(Role.EDITOR, name="Edda Editor")`."""
    user = UserFactory(is_staff=True, **kwargs)
    user.groups.set(Group.objects.filter(name__in=[name.value for name in names]))
    return user
