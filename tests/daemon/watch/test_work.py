"""Carrying out decisions about one sprite: what each outcome becomes."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from neonworks_daemon.watch.core import Draw, Read, WatchCore
from neonworks_daemon.watch.drawing import Drawn
from neonworks_daemon.watch.ledger import Ledger
from neonworks_daemon.watch.link import DaemonLink
from neonworks_daemon.watch.planning import PlannedSprite, Planner
from neonworks_daemon.watch.publishing import Changed, Publisher, Refused, Written
from neonworks_daemon.watch.reading import Foreign, Reader, Subject, Unstable, Unusable
from neonworks_daemon.watch.states import Key, PathState
from neonworks_daemon.watch.work import SpriteWork
from neonworks_protocol.errors import BadRequest

_KEY = Key("a" * 64, "b" * 64, "m")
_SUBJECT = Subject("a.png", b"x", _KEY, cast(Any, None))


class _Parts:
    """Says what the test wants in place of reader, planner and publisher."""

    def __init__(self, found: object = _SUBJECT, result: object = None) -> None:
        self.found, self.result = found, result

    def read(self, path: str, known: Key | None = None) -> object:
        return self.found

    def again(self, path: str, key: Key) -> object:
        return self.found

    def plan(self, subject: Subject) -> PlannedSprite:
        raise BadRequest("idle: it has no legs")

    def publish(self, planned: object, clips: object) -> object:
        return self.result


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "l.db")
    yield made
    made.close()


class _Bench:
    def __init__(self, ledger: Ledger, parts: _Parts) -> None:
        self.core = WatchCore(0.1, {})
        self.again: list[str] = []
        self.published: list[str] = []
        self.work = SpriteWork(
            self.core,
            ledger,
            cast(DaemonLink, None),
            cast(Reader, parts),
            cast(Planner, parts),
            cast(Publisher, parts),
            clock=lambda: 5.0,
            look_again=self.again.append,
            published=lambda: self.published.append("one"),
        )

    def reading(self) -> Read:
        self.core.observe("a.png", (1,), 1.0)
        (action,) = self.core.actions(2.0, 1)
        assert isinstance(action, Read)
        return action

    def drawing(self) -> Draw:
        read = self.reading()
        self.core.was_read(read.path, read.ticket, _KEY, 2.0)
        (action,) = self.core.actions(2.0, 1)
        assert isinstance(action, Draw)
        return action

    def writing(self) -> Draw:
        draw = self.drawing()
        assert self.core.drawn(draw.path, draw.ticket, 3.0)
        return draw

    @property
    def state(self) -> PathState:
        (view,) = self.core.views()
        return view.state


@pytest.mark.parametrize(
    ("found", "state", "again"),
    [
        (_SUBJECT, PathState.DUE, []),
        (Unusable("junk"), PathState.QUARANTINED, []),
        (Foreign("ours"), PathState.FOREIGN, []),
        (Unstable(), PathState.SETTLING, ["a.png"]),
    ],
)
async def test_what_reading_becomes(
    ledger: Ledger, found: object, state: PathState, again: list[str]
) -> None:
    bench = _Bench(ledger, _Parts(found))
    await bench.work.read(bench.reading())
    assert bench.state is state and bench.again == again
    await bench.work.close()


async def test_what_cannot_be_planned_is_remembered(ledger: Ledger) -> None:
    bench = _Bench(ledger, _Parts())
    assert await bench.work.draw(bench.drawing()) is None
    assert bench.state is PathState.QUARANTINED
    assert ledger.refused() == {"a.png": (_KEY, "idle: it has no legs")}
    assert list(bench.work.failures) == ["a.png: idle: it has no legs"]
    await bench.work.close()


async def test_content_that_is_another_by_its_turn_is_read_again(ledger: Ledger) -> None:
    bench = _Bench(ledger, _Parts(Unstable()))
    assert await bench.work.draw(bench.drawing()) is None
    assert bench.state is PathState.SETTLING and ledger.refused() == {} and not bench.work.failures
    await bench.work.close()


@pytest.mark.parametrize(
    ("result", "state", "published"),
    [
        (Written(1, ("x",)), PathState.PUBLISHED, {"a.png": _KEY}),
        (Changed(), PathState.SETTLING, {}),
        (Refused("disk full", passing=True), PathState.DUE, {}),
        (Refused("in the way", passing=False), PathState.QUARANTINED, {}),
    ],
)
async def test_what_writing_becomes(
    ledger: Ledger, result: object, state: PathState, published: dict[str, Key]
) -> None:
    bench = _Bench(ledger, _Parts(result=result))
    draw = bench.writing()
    planned = SimpleNamespace(notes=("idle: not understood",))
    await bench.work.write(draw, cast(PlannedSprite, planned), Drawn(()))
    assert bench.work.notes == ({"a.png": ("idle: not understood",)} if published else {})
    assert bench.state is state and bench.core.published == published
    assert bool(bench.published) == bool(published)
    assert (bench.again == ["a.png"]) == isinstance(result, Changed)
    assert bench.work.clip_counts == ({"a.png": 0} if published else {})
    await bench.work.close()


async def test_a_torn_result_is_not_trusted_any_more(ledger: Ledger) -> None:
    bench = _Bench(ledger, _Parts(result=Refused("disk full", passing=True, torn=True)))
    bench.core.published["a.png"] = Key("old", "r", "m")
    await bench.work.write(bench.writing(), cast(PlannedSprite, SimpleNamespace()), Drawn(()))
    assert bench.core.published == {}
    await bench.work.close()
