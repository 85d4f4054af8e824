"""States of the connection."""

import pytest
from neonworks_editor.client.states import CLIENT_TRANSITIONS, ClientState, StatusBoard
from neonworks_protocol.errors import IllegalTransition


def test_the_table_names_every_state_and_only_closed_is_an_end() -> None:
    assert set(CLIENT_TRANSITIONS) == set(ClientState)
    ends = {state for state, after in CLIENT_TRANSITIONS.items() if not after}
    assert ends == {ClientState.CLOSED}
    for state in set(ClientState) - ends:
        assert ClientState.CLOSED in CLIENT_TRANSITIONS[state], "close works everywhere"


def test_every_state_can_be_reached() -> None:
    reached = {ClientState.SEARCHING}
    for _ in ClientState:
        reached |= {after for state in reached for after in CLIENT_TRANSITIONS[state]}
    assert reached == set(ClientState)


def test_a_change_is_told_at_once_with_its_problem() -> None:
    board = StatusBoard()
    seen = board.status
    board.become(ClientState.STARTING, "wait", started_daemon=True, log="there")
    assert (seen.state, seen.problem) == (ClientState.SEARCHING, ""), "what was read does not change"
    assert board.status.problem == "wait"
    board.become(ClientState.CONNECTING)
    assert board.status.problem == ""
    assert board.status.started_daemon and board.status.log == "there", "the rest stays"


def test_what_the_table_forbids_is_a_bug() -> None:
    board = StatusBoard()
    with pytest.raises(IllegalTransition, match="searching and cannot become online"):
        board.become(ClientState.ONLINE)
    board.become(ClientState.CLOSED)
    with pytest.raises(IllegalTransition):
        board.become(ClientState.SEARCHING)
