import random
from collections import Counter
from itertools import islice

import pytest
from neonworks_daemon.bench.chaos import codec_cases as module
from neonworks_daemon.bench.chaos.case import Broken
from neonworks_daemon.bench.chaos.codec_cases import codec_cases, odd_field
from neonworks_daemon.bench.chaos.values import ValueMaker
from neonworks_protocol.codec import encode
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import ClientMessage, GetStatus, ServerMessage


def test_inputs_reach_the_first_check_and_the_last() -> None:
    outcomes = Counter(case.run() for case in islice(codec_cases(random.Random(1)), 2_000))
    assert set(outcomes) == {"read", "bad_message", "too_large", "unknown_message"}
    assert outcomes["read"] > 400


def test_a_codec_that_loses_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(_message: ClientMessage | ServerMessage) -> bytes:
        return encode(GetStatus(request_id="always"))

    monkeypatch.setattr(module, "encode", forgetful)
    with pytest.raises((Broken, ProtocolError)):
        for case in islice(codec_cases(random.Random(1)), 200):
            case.run()


def test_odd_fields_change_one_thing_at_any_depth() -> None:
    source = random.Random(5)
    plain = {"type": "x", "spec": [{"a": 1, "b": {"c": 2}}], "n": 1}
    made = [odd_field(plain, source, ValueMaker(source)) for _ in range(300)]
    assert plain == {"type": "x", "spec": [{"a": 1, "b": {"c": 2}}], "n": 1}
    assert any("type" not in each for each in made)
    assert any(isinstance(each.get("spec"), list) and each["spec"] != plain["spec"] for each in made)
    assert any("n_of_the_future" in each for each in made)
