"""Order and bounds of the queue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.fair_queue import FairQueue, Waiting
from neonworks_protocol.errors import Busy
from neonworks_protocol.vocabulary import Priority

Entry = Waiting[str]


def _queue(*entries: tuple[str, Priority, str], limit: int = 100, client_limit: int = 50) -> FairQueue[str]:
    queue: FairQueue[str] = FairQueue(limit, client_limit, 1000)
    for client, priority, item in entries:
        queue.put(Waiting(client, priority, item))
    return queue


def _order(queue: FairQueue[str]) -> list[str]:
    taken = []
    while (entry := queue.take()) is not None:
        taken.append(entry.item)
    return taken


def test_clients_take_turns_and_each_keeps_its_order() -> None:
    queue = _queue(*[("a", Priority.REQUEST, f"a{i}") for i in range(4)], ("b", Priority.REQUEST, "b0"))
    queue.put(Waiting("b", Priority.REQUEST, "b1"))
    assert _order(queue) == ["a0", "b0", "a1", "b1", "a2", "a3"]


def test_priorities_are_strict() -> None:
    queue = _queue(
        ("a", Priority.FOLDER, "f"), ("a", Priority.REQUEST, "r"), ("b", Priority.INTERACTIVE, "i")
    )
    assert _order(queue) == ["i", "r", "f"]


def test_only_interactive_entries_on_demand() -> None:
    queue = _queue(("a", Priority.REQUEST, "r"))
    assert queue.take(interactive_only=True) is None
    queue.put(Waiting("b", Priority.INTERACTIVE, "i"))
    entry = queue.take(interactive_only=True)
    assert entry is not None
    assert entry.item == "i"


def test_a_client_that_cannot_take_more_is_passed_over_and_keeps_its_turn() -> None:
    queue = _queue(
        ("a", Priority.REQUEST, "a0"), ("b", Priority.REQUEST, "b0"), ("b", Priority.REQUEST, "b1")
    )
    entry = queue.take(eligible=lambda e: e.client != "a")
    assert entry is not None
    assert entry.item == "b0"
    assert _order(queue) == ["a0", "b1"]


def test_both_bounds_say_busy_and_take_nothing_in() -> None:
    queue = _queue(("a", Priority.REQUEST, "1"), limit=2, client_limit=1)
    with pytest.raises(Busy, match="of your requests"):
        queue.put(Waiting("a", Priority.INTERACTIVE, "2"))
    queue.put(Waiting("b", Priority.REQUEST, "3"))
    with pytest.raises(Busy, match="try again"):
        queue.put(Waiting("c", Priority.REQUEST, "4"))
    assert _order(queue) == ["1", "3"]


def test_bytes_are_bounded_and_given_back() -> None:
    queue = _queue()
    for number in range(2):
        queue.put(Waiting("a", Priority.REQUEST, str(number), 400))
    with pytest.raises(Busy, match="bytes"):
        queue.put(Waiting("b", Priority.REQUEST, "2", 400))
    queue.take()
    queue.put(Waiting("b", Priority.REQUEST, "2", 400))
    queue.remove(lambda item: item == "1")
    queue.put(Waiting("b", Priority.REQUEST, "3", 400))
    assert _order(queue) == ["2", "3"]


_entries = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Priority))), max_size=30)


@given(_entries)
def test_positions_tell_when_entries_are_taken(entries: list[tuple[str, Priority]]) -> None:
    items = [f"{client}{number}" for number, (client, _) in enumerate(entries)]
    queue = _queue(
        *[(client, priority, item) for (client, priority), item in zip(entries, items, strict=True)]
    )
    told = {item: queue.position(item) for item in items}
    assert queue.position("never queued") is None
    assert {item: place for place, item in enumerate(_order(queue))} == told


@given(_entries, st.sets(st.sampled_from("abc")))
def test_removal_takes_exactly_what_matches(entries: list[tuple[str, Priority]], gone: set[str]) -> None:
    queue = _queue(*[(c, p, f"{c}{n}") for n, (c, p) in enumerate(entries)])
    removed = queue.remove(lambda item: item[0] in gone)
    assert {entry.item for entry in removed} == {f"{c}{n}" for n, (c, _) in enumerate(entries) if c in gone}
    assert len(queue) + len(removed) == len(entries)
    assert all(item[0] not in gone for item in _order(queue))
