"""The seam between hosts and panel: every host of ours has all of it."""

import inspect

import pytest
from neonworks_editor.hosts.adapter import HostAdapter
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
