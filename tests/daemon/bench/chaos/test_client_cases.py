import random
from collections import Counter
from itertools import islice

import pytest
from neonworks_daemon.bench.chaos.case import Broken
from neonworks_daemon.bench.chaos.client_cases import client_cases
from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.messages import Frame


def test_conversations_meet_everything_a_client_hears() -> None:
    outcomes = Counter(case.run() for case in islice(client_cases(random.Random(1)), 6_000))
    wanted = {"frame", "clip", "clipdone", "done", "accepted", "error", "part", "gave up: bad_message"}
    assert wanted <= set(outcomes)
    assert outcomes["frame"] > 1_000


def _hand_out(_self: ClientSession, message: Frame) -> tuple[Frame]:
    """Frames as they come, whole or not, known or not."""
    return (message,)


def test_a_client_that_believes_lies_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClientSession, "_payload", _hand_out)
    with pytest.raises(Broken):
        for case in islice(client_cases(random.Random(1)), 5_000):
            case.run()


def test_a_client_that_stays_open_after_nonsense_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClientSession, "close", lambda _self: None)
    with pytest.raises(Broken, match="stayed open"):
        for case in islice(client_cases(random.Random(1)), 3_000):
            case.run()
