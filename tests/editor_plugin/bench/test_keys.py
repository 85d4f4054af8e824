"""Waits are counted for the change that a key made, and for no other."""

import random
from itertools import islice
from typing import cast

from neonworks_editor.bench.editor import BenchEditor, Timed
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.keys import KeyWaits, Watch, bench_keys, typing_gaps
from neonworks_editor.bench.work import Work


class FakeEditor:
    """Only the two numbers that are looked at."""

    wanted_order = 5
    shown_order = 5
    arrived_order = 5


class Bench:
    def __init__(self) -> None:
        self.fake = FakeEditor()
        self.waits = KeyWaits()
        self.watch = Watch(cast(BenchEditor, self.fake), self.waits)

    def frame(
        self, ended: float, *, wanted: int, shown: int, keys: tuple[float, ...] = (), arrived: int = 0
    ) -> None:
        self.fake.wanted_order, self.fake.shown_order = wanted, shown
        self.fake.arrived_order = max(shown, arrived)
        self.watch.seen(ended, [Timed(at, ()) for at in keys])


def test_from_the_key_to_the_frame_with_its_picture() -> None:
    bench = Bench()
    bench.frame(1.0, wanted=6, shown=5, keys=(0.99,))
    bench.frame(1.02, wanted=6, shown=5, arrived=6)
    assert bench.waits.waits == []
    bench.frame(1.04, wanted=6, shown=6)
    bench.frame(1.06, wanted=6, shown=6)
    assert [round(wait, 6) for wait in bench.waits.waits] == [50.0]
    assert [round(wait, 6) for wait in bench.waits.arrivals] == [30.0]


def test_a_later_picture_answers_all_keys_before_it_and_an_earlier_one_does_not() -> None:
    bench = Bench()
    bench.frame(1.0, wanted=6, shown=5, keys=(0.99,))
    bench.frame(1.1, wanted=7, shown=5, keys=(1.09,))
    bench.frame(1.2, wanted=7, shown=6)
    assert [round(wait) for wait in bench.waits.waits] == [210]
    bench.frame(1.3, wanted=8, shown=8, keys=(1.29,))
    assert [round(wait) for wait in bench.waits.waits] == [210, 210]
    assert bench.waits.kept == 1, "the picture of the third was there at once"


def test_keys_that_change_nothing_are_no_waits() -> None:
    bench = Bench()
    bench.frame(1.0, wanted=5, shown=5, keys=(0.9, 0.95))
    assert (bench.waits.waits, bench.waits.kept) == ([], 2)


def test_keys_without_a_picture_are_told() -> None:
    bench = Bench()
    bench.frame(1.0, wanted=6, shown=5, keys=(0.99,))
    bench.frame(1.1, wanted=7, shown=5, keys=(1.05,))
    bench.watch.close()
    bench.frame(2.0, wanted=7, shown=7)
    assert (bench.waits.waits, bench.waits.never) == ([], 2)


def test_gaps_are_those_of_quick_typing_and_the_same_for_a_seed() -> None:
    gaps = list(islice(typing_gaps(random.Random(1)), 500))
    assert 1 / 14 <= min(gaps) < max(gaps) <= 1 / 8
    assert gaps == list(islice(typing_gaps(random.Random(1)), 500))


def test_every_key_is_accounted_for(home: BenchHome, work: Work) -> None:
    editor = BenchEditor(home, work.items[0].path)
    editor.start()
    try:
        report = bench_keys(editor, work, single="s", settle_s=0.3)
    finally:
        editor.stop()
    typed = sum(len(item.text) for item in work.items)
    for row, keys in zip(report.rows, (typed, len(work.items)), strict=True):
        shown, never, kept = row[1], row[7], row[8]
        assert isinstance(shown, int) and isinstance(never, int) and isinstance(kept, int)
        assert shown + never + kept == keys
        assert shown > 0
    assert "seed 3" in report.title
