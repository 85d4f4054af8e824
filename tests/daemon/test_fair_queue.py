"""Order and bounds of the queue."""

import pytest
from hypothesis import example, given, settings
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


def test_only_some_priorities_on_demand() -> None:
    queue = _queue(("a", Priority.REQUEST, "r"))
    assert queue.take((Priority.INTERACTIVE,)) is None
    assert queue.waiting(Priority.REQUEST) == 1
    queue.put(Waiting("b", Priority.INTERACTIVE, "i"))
    entry = queue.take((Priority.INTERACTIVE,))
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


def test_an_entry_that_is_put_back_is_the_next_of_its_client() -> None:
    queue = _queue(("a", Priority.REQUEST, "a0"), ("a", Priority.REQUEST, "a1"), limit=2)
    entry = queue.take()
    assert entry is not None
    queue.put(Waiting("b", Priority.REQUEST, "b0"))
    queue.put_back(entry)
    assert len(queue) == 3
    assert [queue.position(item) for item in ("b0", "a0", "a1")] == [0, 1, 2]
    assert _order(queue) == ["b0", "a0", "a1"]


def test_a_client_that_could_not_take_does_not_get_all_it_missed_at_once() -> None:
    queue = _queue(*[(c, Priority.REQUEST, f"{c}{n}") for c in "ab" for n in range(20)])
    for _ in range(10):
        queue.take(eligible=lambda e: e.client == "a")
    assert [item[0] for item in _order(queue)[:4]] == ["b", "a", "b", "a"]


def test_a_client_that_comes_later_starts_where_the_others_are() -> None:
    queue = _queue(*[("a", Priority.REQUEST, f"a{n}") for n in range(20)])
    for _ in range(10):
        queue.take()
    for n in range(5):
        queue.put(Waiting("b", Priority.REQUEST, f"b{n}"))
    assert [item[0] for item in _order(queue)[:6]] in (list("ababab"), list("bababa"))


def jain(shares: list[float]) -> float:
    """1 for equal shares, 1 / n where one has everything."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


_jobs = st.lists(st.tuples(st.floats(1, 64), st.floats(0.5, 2.0)), min_size=1, max_size=8)


@settings(max_examples=25)
@given(st.lists(_jobs, min_size=2, max_size=64), st.integers(1, 4))
@example(kinds=[[(1.0, 1.0)], [(1.0, 0.5)]], workers=2)
@example(kinds=[[(6.0, 1.0)], [(1.0, 1.0), (1.0, 1.0), (5.0, 0.5)]], workers=2)
def test_equal_demand_gets_equal_work_whatever_the_sizes(
    kinds: list[list[tuple[float, float]]], workers: int
) -> None:
    """Each client repeats its own mix of jobs, whose cost is guessed wrong by up to twice, and always has
    some waiting; the charge at their ends puts the guess right."""
    queue: FairQueue[tuple[int, float]] = FairQueue(10_000, 1000, 1)
    made = dict.fromkeys(range(len(kinds)), 0)
    work = dict.fromkeys(range(len(kinds)), 0.0)

    def put(client: int) -> None:
        guess, error = kinds[client][made[client] % len(kinds[client])]
        made[client] += 1
        queue.put(Waiting(client, Priority.REQUEST, (client, guess * error), cost=guess))

    for client in range(len(kinds)):
        for _ in range(workers + 1):
            put(client)
    running: list[Waiting[tuple[int, float]]] = []
    for _ in range(60 * len(kinds)):
        entry = queue.take()
        assert entry is not None
        running.append(entry)
        if len(running) == workers:
            ended = running.pop(0)
            client, real = ended.item
            work[client] += real
            queue.charge(client, Priority.REQUEST, real - ended.cost)
        put(entry.client)  # type: ignore[arg-type]
    largest = max(guess * error for kind in kinds for guess, error in kind)
    assert max(work.values()) - min(work.values()) <= (workers + 3) * largest
    if min(work.values()) > 20 * largest:
        assert jain(list(work.values())) >= 0.95


def test_sixty_four_clients_share_fairly() -> None:
    """The first client asks for clips thirty times the size of the last one's."""
    queue: FairQueue[int] = FairQueue(10_000, 1000, 1)
    cost = {client: 4.0 + 2 * client for client in range(64)}
    for client in cost:
        queue.put(Waiting(client, Priority.REQUEST, client, cost=cost[client]))
    work = dict.fromkeys(cost, 0.0)
    for _ in range(5000):
        entry = queue.take()
        assert entry is not None
        work[entry.item] += entry.cost
        queue.put(entry)
    assert jain(list(work.values())) >= 0.99


def test_idle_accounts_are_bounded() -> None:
    queue: FairQueue[str] = FairQueue(100, 100, 1)
    for number in range(5000):
        queue.put(Waiting(f"client {number}", Priority.REQUEST, "x"))
        queue.take()
    lane = queue._lanes[Priority.REQUEST]
    assert len(lane._accounts) <= 1100
