"""The seam between hosts and panel: every host of ours has all of it."""

import inspect
from pathlib import Path

import pytest
from neonworks_editor.hosts.adapter import Area, EntityView, HostAdapter, who_shows
from neonworks_editor.hosts.neonworks_adapter import NeonWorksAdapter
from neonworks_editor.hosts.standalone import StandaloneHost

from tests.fakes.hosts import FakeHost

_METHODS = {
    name: member
    for name, member in vars(HostAdapter).items()
    if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
}


def _shape(member: object) -> list[tuple[str, object]]:
    if isinstance(member, property):
        return []
    assert callable(member)
    return [(name, each.kind) for name, each in inspect.signature(member).parameters.items()]


@pytest.mark.parametrize("host", [StandaloneHost, NeonWorksAdapter, FakeHost])
def test_a_host_has_every_method_with_the_same_parameters(host: type) -> None:
    own = {name: inspect.getattr_static(host, name) for name in _METHODS}
    assert {name: _shape(member) for name, member in own.items()} == {
        name: _shape(member) for name, member in _METHODS.items()
    }


def test_the_contract_says_what_each_method_does() -> None:
    assert [name for name, member in _METHODS.items() if not inspect.getdoc(member)] == []
    assert 10 <= len(_METHODS) <= 24, "a third host is an afternoon's work"


def test_who_shows_a_picture() -> None:
    hero, coin = Path("/art/hero.png"), Path("/art/coin.png")
    area = Area(0, 0, 1, 1)
    back, front, other = (
        EntityView(name, name, path, area) for name, path in (("a", hero), ("b", hero), ("c", coin))
    )
    assert who_shows(hero, back, [back, front, other]) is back
    assert who_shows(hero, other, [back, front, other]) is front
    assert who_shows(hero, None, [back, other]) is back
    assert who_shows(Path("/art/else.png"), back, [back]) is None
