"""Where the seed may run: samples in a demo only, real pages anywhere."""

import pytest
from django.core.management import CommandError, call_command

from cop.members.models import User
from events.models import EventPage
from home.seed import pages
from tests.factories.events import event_index

pytestmark = pytest.mark.django_db


def test_samples_are_refused_outside_a_demo(home, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="not a demo"):
        call_command("seed_demo", verbosity=0)

    assert not pages.is_seeded()
    assert not User.objects.exists()


def test_real_pages_alone_may_be_made_anywhere(home, settings):
    settings.DEBUG = False
    event_index()

    call_command("seed_demo", "--no-samples", verbosity=0)

    assert pages.is_seeded()
    assert not User.objects.exists()
    assert not EventPage.objects.filter(is_sample=True).exists()
