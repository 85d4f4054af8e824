import asyncio

from neonworks_daemon.bench.chaos.workload import Size, long_task, make_tasks, with_references
from neonworks_protocol.messages import Submit


def test_a_seed_gives_the_same_tasks() -> None:
    counts = {Size.SMALL: 2, Size.SEVERAL: 1, Size.LARGE: 1}

    def messages(seed: int) -> list[Submit]:
        return [task.submit("r") for task in make_tasks(seed, counts)]

    assert messages(4) == messages(4)
    assert messages(4) != messages(5)
    assert len({(m.sprite, m.text, m.actions, m.spec) for m in messages(4)}) == 4


def test_the_long_task_needs_more_than_the_first_credit() -> None:
    assert sum(spec.frame_count or 0 for spec in long_task(1).submit("r").spec) > 128


def test_references_are_drawn_undisturbed() -> None:
    counts = {Size.SMALL: 1, Size.SEVERAL: 1, Size.LARGE: 1}
    small, several, large = asyncio.run(with_references(make_tasks(3, counts)))
    assert small.reference
    assert several.reference
    assert large.reference
    assert {key[0] for key in small.reference} == {0}
    assert {key[0] for key in several.reference} == {0, 1, 2}
    assert len(set(large.reference.values())) > 1
    assert len({*small.reference.values()} & {*several.reference.values()}) == 0
