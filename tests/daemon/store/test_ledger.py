"""Requests sent twice, over restarts and jumping clocks."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_daemon.clocks import steady_seconds
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.ledger import DurableLedger
from neonworks_protocol.errors import Busy, StorageFailed
from neonworks_protocol.ledger import KEEP_S
from neonworks_protocol.messages import Accepted, Cancelled, Done, Failed, Interrupted

from tests.fakes.desks import FakeClock
from tests.fakes.stores import opened

_T = TypeVar("_T")


def _unguarded(action: Callable[[], _T]) -> _T:
    return action()


def _ledger(path: Path | None = None, *, clock: FakeClock | None = None, **bounds: float) -> DurableLedger:
    database = Database(path)
    database.open()
    ledger = DurableLedger(database, _unguarded, clock or FakeClock(), **bounds)  # type: ignore[arg-type]
    ledger.load()
    return ledger


def _end(ledger: DurableLedger, name: str) -> None:
    ledger.open("c", name, "digest")
    ledger.accept("c", Accepted(request_id=name, job_id="j"))
    ledger.end("c", Done(request_id=name))


def test_an_entry_holds_what_was_answered() -> None:
    ledger = _ledger()
    ledger.open("c", "r", "digest")
    entry = ledger.get("c", "r")
    assert entry is not None
    assert (entry.digest, entry.accepted, entry.end) == ("digest", None, None)
    answer = Accepted(request_id="r", job_id="j", notes=("n",))
    ledger.accept("c", answer)
    ledger.end("c", Done(request_id="r", clips=3))
    entry = ledger.get("c", "r")
    assert entry is not None
    assert (entry.accepted, entry.end) == (answer, Done(request_id="r", clips=3))
    assert ledger.get("other", "r") is None
    assert ledger.get("c", "s") is None
    assert len(ledger) == 1


def test_what_was_never_opened_is_not_remembered() -> None:
    ledger = _ledger()
    ledger.accept("c", Accepted(request_id="r", job_id="j"))
    ledger.end("c", Done(request_id="r"))
    ledger.end_retryable("c", Failed(request_id="r", code="busy", message="full", retryable=True))
    assert ledger.get("c", "r") is None
    assert len(ledger) == 0


def test_a_refusal_that_may_pass_leaves_the_id_free() -> None:
    ledger = _ledger()
    failed = Failed(request_id="r", code="busy", message="full", retryable=True)
    ledger.open("c", "r", "digest")
    ledger.end_retryable("c", failed)
    assert ledger.get("c", "r") is None
    assert len(ledger) == 0
    ledger.open("c", "r", "digest")
    ledger.accept("c", Accepted(request_id="r", job_id="j"))
    ledger.end_retryable("c", failed)
    entry = ledger.get("c", "r")
    assert entry is not None
    assert entry.end == failed


def test_an_end_is_remembered_for_a_day_of_the_clock() -> None:
    clock = FakeClock()
    ledger = _ledger(clock=clock)
    _end(ledger, "r")
    ledger.open("c", "open", "digest")
    clock.now += KEEP_S - 1
    assert ledger.get("c", "r") is not None
    clock.now += 2
    assert ledger.get("c", "r") is None
    assert ledger.get("c", "open") is not None
    while ledger.settle():
        pass
    assert len(ledger) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 20_000), st.floats(-1e9, 1e9)), min_size=1, max_size=8))
def test_no_restart_and_no_jump_of_a_clock_lets_an_id_expire_early(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[float, float]]
) -> None:
    """Each run takes some seconds; between two of them the clock of the machine shows anything."""
    path = tmp_path_factory.mktemp("ledger") / "history.db"
    clock = FakeClock()
    ledger = _ledger(path, clock=clock)
    _end(ledger, "r")
    awake = 0.0
    for seconds, jump in runs:
        clock.now += seconds
        awake += seconds
        ledger.settle()
        assert (ledger.get("c", "r") is not None) == (awake <= KEEP_S)
        ledger._database.close()
        clock = FakeClock(clock.now + jump)
        ledger = _ledger(path, clock=clock)
    ledger._database.close()


def test_entries_survive_a_restart_and_expire_after_it(tmp_path: Path) -> None:
    clock = FakeClock()
    with opened(tmp_path, clock=clock) as store:
        _end(store.ledger, "r")
        clock.now += KEEP_S / 2
        store.tidy()
    clock = FakeClock(5.0)
    with opened(tmp_path, clock=clock) as store:
        entry = store.ledger.get("c", "r")
        assert entry is not None
        assert entry.end == Done(request_id="r")
        clock.now += KEEP_S / 2 + 1
        assert store.ledger.get("c", "r") is None


def test_the_calendar_is_not_asked() -> None:
    """The default clock of the store is one that no setting of the time moves."""
    assert (
        abs(steady_seconds() - time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))) < 5
    )


def test_requests_that_had_not_ended_end_as_their_jobs_or_are_interrupted() -> None:
    ledger = _ledger()
    for name in ("done", "cut", "unanswered"):
        ledger.open("c", name, "digest")
    for name in ("done", "cut"):
        ledger.accept("c", Accepted(request_id=name, job_id=f"job {name}"))
    _end(ledger, "over")
    ends = {"job done": Done(request_id="first", clips=2)}
    ledger.end_open(ends.get, "why")
    entries = {name: ledger.get("c", name) for name in ("done", "cut", "unanswered", "over")}
    assert {name: entry.end for name, entry in entries.items() if entry is not None} == {
        "done": Done(request_id="done", clips=2),
        "cut": Interrupted(request_id="cut", message="why"),
        "over": Done(request_id="over"),
    }
    assert len(ledger) == 3


def test_the_oldest_ends_make_room() -> None:
    clock = FakeClock()
    ledger = _ledger(clock=clock, max_entries=100)
    ledger.open("c", "open", "digest")
    for number in range(99):
        clock.now += 1
        _end(ledger, f"r{number}")
    ledger.open("c", "new", "digest")
    assert len(ledger) <= 100
    assert ledger.get("c", "open") is not None
    assert ledger.get("c", "new") is not None
    assert ledger.get("c", "r0") is None
    assert ledger.get("c", "r98") is not None


def test_a_ledger_full_of_open_requests_is_busy() -> None:
    ledger = _ledger(max_entries=2)
    ledger.open("c", "a", "digest")
    ledger.open("c", "b", "digest")
    with pytest.raises(Busy):
        ledger.open("c", "c", "digest")
    ledger.end("c", Cancelled(request_id="a"))
    ledger.open("c", "c", "digest")


def test_while_nothing_can_be_written_answers_wait_and_new_requests_are_refused() -> None:
    refused = Failed(request_id="refused", code="busy", message="full", retryable=True)
    with opened(None) as store:
        ledger = store.ledger
        for name in ("r", "refused"):
            ledger.open("c", name, "digest")
        ledger.accept("c", Accepted(request_id="r", job_id="j"))
        store._database.run("PRAGMA query_only = ON")
        ledger.end("c", Done(request_id="r"))
        ledger.end_retryable("c", refused)
        with pytest.raises(StorageFailed):
            ledger.open("c", "new", "digest")
        with pytest.raises(StorageFailed):
            ledger.settle()
        ends = [entry.end for name in ("r", "refused") if (entry := ledger.get("c", name))]
        assert ends == [Done(request_id="r"), refused]
        store._database.run("PRAGMA query_only = OFF")
        assert not ledger.settle()
        assert store._database.value("SELECT count(*) FROM requests WHERE end IS NOT NULL") == 2


def test_an_answer_that_was_never_on_its_way_is_found() -> None:
    ledger = _ledger()
    ledger.open("c", "r", "digest")
    ledger.adopt("c", Accepted(request_id="r", job_id="j"))
    ledger.adopt("c", Accepted(request_id="r", job_id="another"))
    ledger.adopt("c", Accepted(request_id="unknown", job_id="j"))
    entry = ledger.get("c", "r")
    assert entry is not None
    assert entry.accepted == Accepted(request_id="r", job_id="j")
    assert len(ledger) == 1
