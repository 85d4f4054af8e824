"""A job that is drawn again says everything again."""

from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.second_pass import SecondPass
from neonworks_daemon.worker.messages import JobEvent

from tests.fakes.events import clip_events

WHOLE: tuple[JobEvent, ...] = (
    *clip_events(3, clip=0, clips=2),
    *clip_events(2, clip=1, clips=2)[1:],
)


@given(st.integers(0, len(WHOLE)))
def test_whatever_was_said_before_the_death_is_dropped_and_the_rest_is_new(said: int) -> None:
    second = SecondPass(WHOLE[:said])
    assert tuple(event for event in WHOLE if second.is_new(event)) == WHOLE[said:]


def test_the_same_words_twice_are_dropped_as_often_as_they_were_said() -> None:
    understood = WHOLE[0]
    second = SecondPass([understood, understood])
    assert [second.is_new(understood) for _ in range(3)] == [False, False, True]
