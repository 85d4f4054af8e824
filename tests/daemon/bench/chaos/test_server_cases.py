import random
from collections import Counter
from itertools import islice

import pytest
from neonworks_daemon.bench.chaos.case import Broken
from neonworks_daemon.bench.chaos.server_cases import LIMITS, server_cases
from neonworks_protocol.codec import server_decoder
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.messages import Credit
from neonworks_protocol.session import ServerSession


def test_conversations_meet_everything_a_session_does() -> None:
    outcomes = Counter(case.run() for case in islice(server_cases(random.Random(1)), 4_000))
    wanted = {"sent", "rejected", "submit", "credit", "cancel", "reattached", "getresult", "silent", "waited"}
    wanted |= {"lost socket", "resumed", "not resumed", "replay sent", "repeated"}
    assert wanted | {"IllegalTransition", "connected"} <= set(outcomes)


def test_the_trail_can_be_read() -> None:
    cases = list(islice(server_cases(random.Random(2)), 60))
    for case in cases:
        case.run()
    lines = [line.split() for line in cases[0].reproduction().decode().splitlines()]
    assert {"connect", "client", "server"} <= {line[0] for line in lines}
    sent = [server_decoder(LIMITS).decode(bytes.fromhex(line[1])) for line in lines if line[0] == "server"]
    assert len(sent) > 10


def _raise(_self: ServerSession, _message: object) -> tuple[object, ...]:
    raise IllegalTransition("as a session that was not careful")


def _grant_too_much(self: ServerSession, _message: Credit) -> tuple[object, ...]:
    self._sender.credit = LIMITS.credit_max + 1
    return ()


@pytest.mark.parametrize(
    ("method", "fault", "wrong"),
    [("_request", _raise, IllegalTransition), ("_grant", _grant_too_much, Broken)],
)
def test_a_session_that_breaks_a_promise_is_found(
    method: str, fault: object, wrong: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ServerSession, method, fault)
    with pytest.raises(wrong):
        for case in islice(server_cases(random.Random(1)), 500):
            case.run()
