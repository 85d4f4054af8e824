import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.pace import FAST_S, MAX_PACE_S, MAX_QUIET_S, Pace


def typed(cost: float, changes: int = 20, every: float = 0.083) -> tuple[Pace, float]:
    """A pace that knows what a draft costs, in the middle of typing."""
    pace = Pace()
    for _ in range(8):
        pace.finished(cost)
    now = 0.0
    for _ in range(changes):
        now += every
        pace.changed(now)
    return pace, now


@pytest.mark.parametrize("cost", [0.0, 0.03, FAST_S])
def test_nothing_waits_while_drafts_are_fast(cost: float) -> None:
    pace, now = typed(cost)
    assert pace.due() == now


def test_nothing_waits_before_the_first_measurement() -> None:
    pace = Pace()
    pace.changed(5.0)
    assert pace.due() == 5.0


def test_nothing_waits_where_changes_come_slower_than_drafts() -> None:
    pace, now = typed(0.6, every=0.9)
    pace.sent(now - 0.9)
    assert pace.due() == now


def test_the_wait_grows_with_the_cost_and_is_capped() -> None:
    waits = [typed(cost)[0].quiet_s for cost in (0.25, 0.3, 0.5, 0.8, 2.0, 60.0)]
    assert waits == sorted(waits)
    assert waits[0] == 0
    assert 0 < waits[1] < waits[2] < MAX_QUIET_S == waits[-1]
    assert typed(60.0)[0].pace_s == MAX_PACE_S


@given(st.floats(0.0, 10.0), st.lists(st.floats(0.01, 1.0), min_size=5, max_size=60))
def test_typing_never_starves(cost: float, gaps: list[float]) -> None:
    """However long the typing goes on, and though nothing is ever drawn, changes are sent."""
    pace = Pace()
    for _ in range(8):
        pace.finished(cost)
    now = last_sent = 0.0
    pace.changed(now)
    pace.sent(now)
    pending = False
    for gap in gaps:
        if pending and pace.due() <= now + gap:
            last_sent = max(now, pace.due())
            pace.sent(last_sent)
            pending = False
        now += gap
        pace.changed(now)
        pending = True
        assert now <= pace.due() <= max(now, last_sent + MAX_PACE_S)


def test_a_draft_that_is_overdue_is_not_cancelled_by_more_changes() -> None:
    pace, now = typed(0.05)
    pace.sent(now)
    pace.changed(now + FAST_S - 0.01)
    assert pace.due() == now + FAST_S - 0.01
    pace.changed(now + FAST_S + 0.01)
    assert pace.due() == now + FAST_S + 0.01 + MAX_QUIET_S
    pace.drew()
    assert pace.due() == now + FAST_S + 0.01


def test_one_slow_draft_does_not_change_the_pace() -> None:
    pace, now = typed(0.05)
    pace.finished(5.0)
    assert pace.due() == now
