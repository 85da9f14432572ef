"""Kinds of letters: registered once, unknown ones refused."""

import pytest

from cop.notifications import registry


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))


def test_registering_gives_the_function_back_and_derives_the_group():
    @registry.letter("sample.news", title="News", own_place=False)
    def build(letter):
        raise NotImplementedError

    kind = registry.find("sample.news")
    assert (kind.build, kind.title, kind.group) == (build, "News", "sample.news")
    assert (kind.is_secret, kind.can_be_switched_off) == (False, True)
    assert [kind.name for kind in registry.in_group("sample.circulars")] == ["sample.circular"]
    assert registry.in_group("sample.own") == []


def test_two_functions_for_one_kind_are_refused():
    registry.letter("sample.twice", title="One")(lambda letter: None)

    def other(letter):
        raise NotImplementedError

    with pytest.raises(ValueError, match=r"Two functions build letters of the kind 'sample\.twice'"):
        registry.letter("sample.twice", title="Two")(other)


@pytest.mark.parametrize("name", ["news", "Sample.news", "sample news", "sample.", ".news"])
def test_a_kind_is_named_after_its_room(name):
    with pytest.raises(ValueError, match="is called <room>"):
        registry.letter(name, title="News")


def test_unknown_kind_keeps_its_name_in_lists():
    assert registry.title_of("sample.gone") == "sample.gone"
    with pytest.raises(registry.UnknownKind):
        registry.find("sample.gone")


def test_every_registered_kind_of_the_rooms_has_a_title():
    assert [kind.name for kind in registry.known() if not str(kind.title)] == []
