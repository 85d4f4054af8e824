import pytest
from neonworks_daemon.bench.chaos.faults import Cut, CutPoint, Direction, Fault, Place, plan_for
from neonworks_daemon.bench.chaos.wire import FrameHead


def test_a_seed_gives_the_same_fates_and_another_seed_others() -> None:
    first = [plan_for(7, number, mean_messages=20) for number in range(50)]
    assert first == [plan_for(7, number, mean_messages=20) for number in range(50)]
    assert first != [plan_for(8, number, mean_messages=20) for number in range(50)]


def test_every_fault_place_and_direction_comes_up() -> None:
    plans = [plan_for(1, number, mean_messages=20) for number in range(400)]
    cuts = [plan.cut for plan in plans if plan.cut is not None]
    assert {cut.fault for cut in cuts} == set(Fault)
    assert {cut.place for cut in cuts} == set(Place)
    assert {cut.direction for cut in cuts} == set(Direction)
    assert any(plan.shape.piece == 7 for plan in plans)
    assert any(plan.shape.repeat for plan in plans)


HEADS = (FrameHead(0, 2, 100, 104, 50), FrameHead(1, 2, 154, 158, 1000), FrameHead(2, 2, 1158, 1162, 8))


@pytest.mark.parametrize(
    ("place", "offset"),
    [(Place.BETWEEN, 154), (Place.HEADER, 155), (Place.BODY, 158 + 500), (Place.UPGRADE, 81)],
)
def test_a_cut_lands_where_it_is_aimed(place: Place, offset: int) -> None:
    point = CutPoint(Cut(Fault.RESET, Direction.DOWN, place, 1, 0.5))
    for head in HEADS:
        point.see(head)
    assert point.offset == offset


def test_a_cut_is_told_in_words() -> None:
    cut = Cut(Fault.HALF_CLOSE, Direction.UP, Place.BODY, 12, 0.5)
    assert cut.describe() == "half-close inside a message, 12 to the daemon"
