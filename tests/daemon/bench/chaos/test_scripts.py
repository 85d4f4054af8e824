import random
from typing import get_args

from neonworks_daemon.bench.chaos.scripts import any_end, script
from neonworks_protocol.messages import Accepted, Clip, EndMessage, Frame
from neonworks_protocol.tracking import RequestTracker


def test_scripts_keep_the_rules_to_their_end() -> None:
    source = random.Random(1)
    kinds = set()
    for number in range(300):
        tracker = RequestTracker(max_clips=64)
        tracker.open("r1")
        for message in script("r1", f"j{number}", source):
            kinds.add(type(message))
            tracker.apply(message)
        assert len(tracker) == 0
    assert {Accepted, Clip, Frame} <= kinds


def test_every_end_is_drawn() -> None:
    source = random.Random(2)
    assert {type(any_end("r1", source)) for _ in range(100)} == set(get_args(EndMessage))
