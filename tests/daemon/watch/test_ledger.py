"""The ledger, and that a kill at any of its steps leaves what the next start needs."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_daemon.watch.ledger import Ledger, Output
from neonworks_daemon.watch.states import Key
from neonworks_protocol.errors import StorageFailed

_A, _B = Key("a" * 64, "r" * 64, "m" * 64), Key("b" * 64, "r" * 64, "m" * 64)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep/l.db"


@pytest.fixture
def ledger(file: Path) -> Iterator[Ledger]:
    made = Ledger(file)
    yield made
    made.close()


def _again(file: Path) -> Ledger:
    """What another process would read; the first one is not closed, as after kill -9."""
    return Ledger(file)


def _outputs(*names: str) -> tuple[Output, ...]:
    return tuple(Output(name, 3, "s" * 64) for name in names)


def _publish(ledger: Ledger, key: Key, *names: str, path: str = "a.png") -> int:
    serial = ledger.begin(path, key, _outputs(*names))
    ledger.publish(path, serial)
    return serial


def test_a_result_is_trusted_only_when_it_is_complete(ledger: Ledger, file: Path) -> None:
    serial = ledger.begin("a.png", _A, _outputs("x/a.gif"))
    halfway = _again(file)
    assert halfway.published() == {} and halfway.untold() == []
    assert halfway.is_own("x/a.gif"), "a file that may have been renamed is no sprite"
    ledger.publish("a.png", serial)
    assert _again(file).published() == {"a.png": _A}


def test_the_older_result_is_not_trusted_once_the_newer_is_begun(ledger: Ledger, file: Path) -> None:
    ledger.told(_publish(ledger, _A, "x/a.gif"))
    ledger.begin("a.png", _B, _outputs("x/a.gif"))
    assert _again(file).published() == {}


def test_an_announcement_waits_until_it_is_answered(ledger: Ledger, file: Path) -> None:
    serial = _publish(ledger, _A, "x/a.gif", "x/a.json")
    (waiting,) = _again(file).untold()
    assert (waiting.path, waiting.key, waiting.outputs) == ("a.png", _A, ("x/a.gif", "x/a.json"))
    assert ledger.untold() == [waiting], "told again, it is the same"
    ledger.told(serial)
    assert _again(file).untold() == []


def test_an_unanswered_announcement_gives_way_to_a_newer_one(ledger: Ledger) -> None:
    first = _publish(ledger, _A, "x/a.gif")
    second = _publish(ledger, _B, "x/a.gif")
    (waiting,) = ledger.untold()
    assert (waiting.serial, waiting.key) == (second, _B)
    ledger.told(first)
    assert len(ledger.untold()) == 1, "the late answer is about the older one"


def test_tokens_are_never_used_twice(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    _publish(ledger, _A, "x/a.gif")
    tokens = {ledger.untold()[0].token}
    ledger.forget("a.png")
    _publish(ledger, _A, "x/a.gif")
    tokens.add(_again(file).untold()[0].token)
    other = Ledger(tmp_path / "other.db")
    _publish(other, _A, "x/a.gif")
    tokens.add(other.untold()[0].token)
    other.close()
    assert len(tokens) == 3 and all(len(token) <= 64 for token in tokens)


def test_a_forgotten_sprite_keeps_its_files_known(ledger: Ledger, file: Path) -> None:
    ledger.refuse("a.png", _B, "no legs")
    _publish(ledger, _A, "x/a.gif")
    ledger.forget("a.png")
    after = _again(file)
    assert (after.published(), after.untold(), after.refused()) == ({}, [], {})
    assert after.is_own("X/A.gif"), "names are compared as the most careless file system does"
    assert after.owner("x/a.gif") is None


def test_refusals_are_remembered_until_a_result_is_published(ledger: Ledger, file: Path) -> None:
    ledger.refuse("a.png", _A, "no legs")
    assert _again(file).refused() == {"a.png": (_A, "no legs")}
    _publish(ledger, _B, "x/a.gif")
    assert ledger.refused() == {}


def test_files_that_the_newest_result_has_not(ledger: Ledger) -> None:
    _publish(ledger, _A, "x/1.png", "x/2.png")
    serial = _publish(ledger, _B, "x/1.png")
    assert [output.name for output in ledger.surplus("a.png", serial)] == ["x/2.png"]
    ledger.disown("x/2.png")
    assert ledger.surplus("a.png", serial) == [] and not ledger.is_own("x/2.png")
    assert [output.name for output in ledger.outputs("a.png")] == ["x/1.png"]
    assert ledger.all_outputs() == {"a.png": list(_outputs("x/1.png"))}


def test_who_writes_what(ledger: Ledger) -> None:
    _publish(ledger, _A, "x/a.gif")
    assert ledger.owner("x/A.gif") == "a.png" and ledger.owner("x/b.gif") is None


@pytest.mark.parametrize("content", [b"not a database" * 100, None])
def test_an_unusable_file_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "l.db"
    if content is None:
        with sqlite3.connect(file) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        file.write_bytes(content)
    with pytest.raises(StorageFailed, match=r"ledger .*l\.db .*delete the file"):
        Ledger(file)
