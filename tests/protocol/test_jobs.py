"""Transition tables."""

from itertools import product
from typing import Any

import pytest
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.jobs import (
    CLIP_TRANSITIONS,
    JOB_TRANSITIONS,
    LINK_TRANSITIONS,
    ClipState,
    JobState,
    LinkState,
    transition,
)

TABLES: list[tuple[Any, Any]] = [
    (JobState, JOB_TRANSITIONS),
    (ClipState, CLIP_TRANSITIONS),
    (LinkState, LINK_TRANSITIONS),
]
PAIRS = [
    (target in table[current], current, target)
    for states, table in TABLES
    for current, target in product(states, repeat=2)
]


def test_tables_name_every_state() -> None:
    for states, table in TABLES:
        assert set(table) == set(states)


@pytest.mark.parametrize(("allowed", "current", "target"), PAIRS)
def test_transition_obeys_the_table(allowed: bool, current: JobState, target: JobState) -> None:
    if allowed:
        assert transition(current, target) is target
    else:
        with pytest.raises(IllegalTransition, match=f"r1 is {current} and cannot become {target}"):
            transition(current, target, "r1")


def test_a_request_has_five_ends() -> None:
    ends = {state for state in JobState if state.ended}
    assert {end.value for end in ends} == {"done", "failed", "cancelled", "superseded", "interrupted"}
    assert {state for state in ClipState if state.ended} == {ClipState.COMPLETE, ClipState.ABANDONED}
    assert [state for state in LinkState if state.ended] == [LinkState.CLOSED]


@pytest.mark.parametrize("state", [state for state in JobState if not state.ended])
def test_every_open_state_can_be_left_by_every_bad_end(state: JobState) -> None:
    bad_ends = {JobState.FAILED, JobState.CANCELLED, JobState.SUPERSEDED, JobState.INTERRUPTED}
    assert bad_ends <= JOB_TRANSITIONS[state]
