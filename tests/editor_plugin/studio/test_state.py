import itertools

import pytest
from neonworks_editor.studio.state import STUDIO_TRANSITIONS, Facts, StateLine, StudioState, studio_state
from neonworks_protocol.errors import IllegalTransition


def test_the_table_names_every_state_and_no_step_to_itself() -> None:
    assert set(STUDIO_TRANSITIONS) == set(StudioState)
    for state, following in STUDIO_TRANSITIONS.items():
        assert state not in following
        assert following, "no state is an end"


def test_every_state_can_be_reached_by_facts() -> None:
    seen = {studio_state(Facts(*facts)) for facts in itertools.product((True, False), repeat=5)}
    assert seen == set(StudioState)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(online=False, shown=True, under_way=True, failed=True, complete=True), StudioState.OFFLINE),
        (Facts(online=True, shown=True, under_way=True, failed=True, complete=False), StudioState.COMPUTING),
        (Facts(online=True, shown=True, under_way=False, failed=True, complete=True), StudioState.FAILED),
        (
            Facts(online=True, shown=True, under_way=False, failed=False, complete=True),
            StudioState.UP_TO_DATE,
        ),
        (
            Facts(online=True, shown=True, under_way=False, failed=False, complete=False),
            StudioState.SUPERSEDED,
        ),
        (Facts(online=True, shown=False, under_way=False, failed=False, complete=False), StudioState.EMPTY),
    ],
)
def test_facts_and_what_they_mean(facts: Facts, state: StudioState) -> None:
    assert studio_state(facts) is state


def test_only_steps_of_the_table_are_taken() -> None:
    for state, target in itertools.product(StudioState, repeat=2):
        line = StateLine(state=state)
        if target is state or target in STUDIO_TRANSITIONS[state]:
            line.move(target)
            assert line.state is target
            assert line.revision == (target is not state)
        else:
            with pytest.raises(IllegalTransition, match=f"{state.value} and cannot become {target.value}"):
                line.move(target)


def test_nothing_fails_that_was_not_under_way() -> None:
    before = {state for state in StudioState if StudioState.FAILED in STUDIO_TRANSITIONS[state]}
    assert before == {StudioState.COMPUTING, StudioState.OFFLINE}
