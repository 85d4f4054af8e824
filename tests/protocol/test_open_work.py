"""Requests and questions of one session under one set of ids."""

import pytest
from neonworks_protocol import (
    Accepted,
    AssetChanged,
    Blob,
    Busy,
    Done,
    Error,
    GetStatus,
    IllegalTransition,
    Limits,
    ModelsCatalog,
    RequestRef,
    WatchStatus,
)
from neonworks_protocol.open_work import OpenWork

BLOB = Blob(request_id="r1", name="x", data=b"1", sha256="0" * 64)


def work(**limits: int) -> OpenWork:
    """Request r1 and question q1."""
    opened = OpenWork(Limits(**limits))
    opened.requests.open("r1", "hero")
    opened.queries.open(GetStatus(request_id="q1"))
    return opened


def test_requests_and_questions_share_their_ids() -> None:
    opened = work()
    assert "r1" in opened and "q1" in opened and "r2" not in opened
    opened.apply(Error(code="unavailable", message="none", request_id="q1"))
    assert "q1" not in opened


@pytest.mark.parametrize("message", [Done(request_id="r9"), ModelsCatalog(models=(), request_id="q9"), BLOB])
def test_what_answers_nothing_may_not_be_said(message: Done | ModelsCatalog | Blob) -> None:
    with pytest.raises(IllegalTransition):
        work().apply(message)


def test_news_and_files_of_an_accepted_request_may() -> None:
    opened = work()
    opened.apply(WatchStatus(roots=()))
    opened.apply(AssetChanged(root="r", path="p", sha256="0" * 64, recipe="0" * 64, outputs=()))
    opened.apply(Accepted(request_id="r1", job_id="j1"))
    opened.apply(BLOB)


def test_room_is_counted() -> None:
    with pytest.raises(Busy, match="1 requests"):
        work(requests_open=1).check_room(None)
    with pytest.raises(Busy, match="1 channels"):
        work(channels=1).check_room("villain")
    work(channels=1).check_room("hero")


def test_forgetting_names_the_requests_that_were_open() -> None:
    opened = work()
    opened.requests.open("r2")
    opened.apply(Accepted(request_id="r1", job_id="j1"))
    assert opened.forget() == (RequestRef(request_id="r1", job_id="j1"), RequestRef(request_id="r2"))
    assert "r1" not in opened and "q1" not in opened and opened.forget() == ()
