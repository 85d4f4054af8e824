import importlib.util
import sys
from importlib.machinery import ModuleSpec

import pytest
from neonworks_models.catalog.cards import CARDS, NetChoice
from neonworks_models.nets.net_file import NetFile
from neonworks_protocol.errors import Unavailable


def test_the_shipped_net_is_loaded_once() -> None:
    net = NetFile(NetChoice.SPRITE_NET)
    assert net.present
    assert (net.name, net.sha256) == ("sprite-net", CARDS["sprite-net"].sha256)
    assert net.session() is net.session()
    assert net.session().metadata["format"] == "sprite-net/1"


def test_weights_that_this_version_lacks_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neonworks_models.catalog.cards.PINS", {})
    net = NetFile(NetChoice.SPRITE_NET_OGA)
    assert not net.present
    with pytest.raises(Unavailable, match="choose another net"):
        net.session()


def test_without_the_runtime_there_is_no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec

    def missing(name: str) -> ModuleSpec | None:
        return None if name == "onnxruntime" else find_spec(name)

    net = NetFile(NetChoice.SPRITE_NET)
    monkeypatch.setattr("importlib.util.find_spec", missing)
    assert not net.present
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(Unavailable, match="pip install"):
        net.session()
