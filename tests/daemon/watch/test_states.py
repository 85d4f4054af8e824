"""The transition table of a path."""

import pytest
from neonworks_daemon.watch.states import PATH_TRANSITIONS, PathState, transition
from neonworks_protocol.errors import IllegalTransition


def test_every_state_has_a_row() -> None:
    assert set(PATH_TRANSITIONS) == set(PathState)


def test_every_state_gives_way_to_a_change_and_to_a_removal() -> None:
    for following in PATH_TRANSITIONS.values():
        assert {PathState.SETTLING, PathState.MISSING} <= following


def test_what_was_not_read_cannot_be_drawn() -> None:
    with pytest.raises(IllegalTransition, match=r"a\.png is settling and cannot become drawing"):
        transition(PathState.SETTLING, PathState.DRAWING, "a.png")
    assert transition(PathState.DUE, PathState.DRAWING, "a.png") is PathState.DRAWING
