"""What the network thread hands to the frame loop."""

import itertools
import threading
import time

import pytest
from neonworks_editor.client.inbox import PUMP_CLOCK, Inbox


class Calls:
    """Counts calls."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> None:
        self.n += 1


def inbox(**options: object) -> tuple[Inbox, Calls, list[object]]:
    calls = Calls()
    return Inbox(calls, **options), calls, []  # type: ignore[arg-type]


def test_events_come_in_order_to_whom_they_are_for() -> None:
    box, _, got = inbox()
    other: list[object] = []
    for number in range(4):
        box.post((got, other)[number % 2].append, number)
    assert box.pump(1.0) == 4
    assert (got, other) == ([0, 2], [1, 3])
    assert box.pump(1.0) == 0


def test_the_budget_ends_a_pump_after_at_least_one_event() -> None:
    ticks = itertools.count()
    box, _, got = inbox(clock=lambda: float(next(ticks)))
    for number in range(9):
        box.post(got.append, number)
    assert box.pump(0.0) == 1
    assert box.pump(3.0) == 3, "one tick before the first, one after each"
    assert box.pump(100.0) == 5
    assert got == list(range(9))


def test_a_full_frame_of_credit_wakes_the_other_thread_only_when_it_would_not_look_by_itself() -> None:
    ticks = itertools.count()
    box, emptied, got = inbox(clock=lambda: float(next(ticks)))
    for _ in range(50):
        box.post(got.append, "frame", parts=1)
    box.pump(30.0)
    assert (len(got), emptied.n) == (30, 0), "there is more to come, which makes it look"
    box.pump(1.0)
    assert (len(got), emptied.n) == (31, 0)
    box.pump(0.0)
    assert (len(got), emptied.n) == (32, 1), "a quarter of the window is untold"
    assert box.consumed() == 32
    box.pump(0.0)
    assert emptied.n == 1
    box.pump(100.0)
    assert (len(got), emptied.n) == (50, 2), "nothing is left"


def test_credit_is_told_once_a_pump_and_counted_exactly() -> None:
    box, emptied, got = inbox()
    for _ in range(3):
        box.post(got.append, "frame", parts=2)
    box.post(got.append, "progress")
    assert box.consumed() == 0
    box.pump(1.0)
    assert emptied.n == 1
    assert (box.consumed(), box.consumed()) == (6, 0)
    box.post(got.append, "progress")
    box.pump(1.0)
    assert emptied.n == 1, "no credit, no word"


def test_what_a_receiver_raises_passes_and_the_next_events_stay() -> None:
    box, emptied, got = inbox()

    def broken(_: object) -> None:
        raise ZeroDivisionError

    box.post(broken, 1, parts=1)
    box.post(got.append, 2, parts=1)
    with pytest.raises(ZeroDivisionError):
        box.pump(1.0)
    assert box.consumed() == 1, "the event counts as taken"
    assert box.pump(1.0) == 1
    assert got == [2] and emptied.n == 1


def test_it_is_full_by_number_and_by_bytes() -> None:
    box, _, got = inbox(most=3, most_bytes=100)
    box.post(got.append, 1, size=99)
    assert not box.full
    box.post(got.append, 2, size=1)
    assert box.full
    box.pump(1.0)
    assert not box.full
    for number in range(3):
        box.post(got.append, number)
    assert box.full and len(box) == 3


def test_two_threads_lose_and_repeat_nothing() -> None:
    box, _, got = inbox(most=50)
    count = 4_000

    def post() -> None:
        for number in range(count):
            while box.full:
                time.sleep(0)
            box.post(got.append, number, parts=1, size=1)

    thread = threading.Thread(target=post)
    thread.start()
    credit = 0
    while len(got) < count:
        box.pump(0.001)
        credit += box.consumed()
    thread.join()
    assert got == list(range(count))
    assert credit == count


def test_the_clock_is_of_this_thread_or_at_least_runs() -> None:
    before = PUMP_CLOCK()
    sum(range(200_000))
    assert PUMP_CLOCK() > before
