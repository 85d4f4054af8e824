"""What is remembered of requests, and for how long."""

import pytest
from neonworks_protocol import Accepted, Busy, Cancelled, Done, Failed, RequestLedger
from neonworks_protocol.ledger import remember


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ended(ledger: RequestLedger, request_id: str) -> None:
    ledger.open("c1", request_id, "digest")
    ledger.end("c1", Cancelled(request_id=request_id))


def test_answers_are_kept_per_client() -> None:
    ledger = RequestLedger(Clock())
    ledger.open("c1", "r1", "digest")
    accepted = Accepted(request_id="r1", job_id="j1")
    ledger.accept("c1", accepted)
    entry = ledger.get("c1", "r1")
    assert entry is not None and (entry.digest, entry.accepted, entry.end) == ("digest", accepted, None)
    assert ledger.get("c2", "r1") is None


def test_an_ended_request_is_forgotten_after_a_day_and_an_open_one_is_not() -> None:
    clock = Clock()
    ledger = RequestLedger(clock)
    ended(ledger, "r1")
    ledger.open("c1", "r2", "digest")
    clock.now = 24 * 3600
    assert ledger.get("c1", "r1") is not None
    clock.now += 1
    assert ledger.get("c1", "r1") is None and ledger.get("c1", "r2") is not None


def test_the_first_to_end_make_room() -> None:
    ledger = RequestLedger(Clock(), max_entries=20)
    ledger.open("c1", "open", "digest")
    for number in range(19):
        ended(ledger, f"r{number}")
    ended(ledger, "new")
    gone = [number for number in range(19) if ledger.get("c1", f"r{number}") is None]
    assert gone == [0, 1] and ledger.get("c1", "open") is not None and len(ledger) == 19


def test_all_expired_entries_make_room() -> None:
    clock = Clock()
    ledger = RequestLedger(clock, keep_s=10, max_entries=10)
    for number in range(10):
        ended(ledger, f"r{number}")
    clock.now = 11
    ended(ledger, "new")
    assert len(ledger) == 1


def test_a_ledger_full_of_open_requests_is_busy() -> None:
    ledger = RequestLedger(Clock(), max_entries=2)
    for request_id in ("r1", "r2"):
        ledger.open("c1", request_id, "digest")
    with pytest.raises(Busy):
        ledger.open("c1", "r3", "digest")


@pytest.mark.parametrize("accepted", [True, False])
def test_a_refusal_that_may_pass_is_forgotten_unless_it_was_accepted(accepted: bool) -> None:
    ledger = RequestLedger(Clock())
    ledger.open("c1", "r1", "digest")
    if accepted:
        ledger.accept("c1", Accepted(request_id="r1", job_id="j1"))
    ledger.end_retryable("c1", Failed(request_id="r1", code="busy", message="later", retryable=True))
    assert (ledger.get("c1", "r1") is not None) == accepted


def test_answers_to_unknown_requests_are_not_kept() -> None:
    ledger = RequestLedger(Clock())
    ledger.accept("c1", Accepted(request_id="r1", job_id="j1"))
    ledger.end("c1", Cancelled(request_id="r1"))
    assert len(ledger) == 0


def test_what_is_remembered_of_a_request() -> None:
    ledger = RequestLedger(lambda: 0.0)
    for request_id in ("r1", "r2"):
        ledger.open("c", request_id, "digest")
    remember(ledger, "c", Accepted(request_id="r1", job_id="j1"))
    remember(ledger, "c", Done(request_id="r1"))
    remember(ledger, "c", Failed(request_id="r2", code="busy", message="later", retryable=True))
    entry = ledger.get("c", "r1")
    assert entry is not None and entry.accepted is not None and isinstance(entry.end, Done)
    assert ledger.get("c", "r2") is None
