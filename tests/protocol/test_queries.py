"""Questions and their answers."""

from typing import get_args

import pytest
from neonworks_protocol import (
    Blob,
    Busy,
    Consult,
    Error,
    Export,
    GetStatus,
    IllegalTransition,
    Jobs,
    ListJobs,
    Reading,
)
from neonworks_protocol.messages import ClientMessage, RequestMessage
from neonworks_protocol.queries import ANSWERS, Query, QueryTable, is_last_answer
from neonworks_protocol.records import ClipRef


def test_every_query_has_an_answer() -> None:
    assert set(ANSWERS) == set(get_args(Query))


def test_every_client_message_is_a_request_a_query_or_about_the_connection() -> None:
    other = set(get_args(ClientMessage)) - set(get_args(Query)) - set(get_args(RequestMessage))
    assert {cls.__name__ for cls in other} == {"Hello", "Cancel", "Credit"}


def test_an_answer_closes_its_query() -> None:
    table = QueryTable(2)
    table.open(ListJobs(request_id="q1"))
    answer = Jobs(request_id="q1", jobs=())
    assert table.answers(answer) and "q1" in table
    table.close(answer)
    assert len(table) == 0 and not table.answers(answer)


def test_a_wrong_answer_leaves_the_query_open() -> None:
    table = QueryTable(2)
    table.open(GetStatus(request_id="q1"))
    with pytest.raises(IllegalTransition):
        table.close(Jobs(request_id="q1", jobs=()))
    assert "q1" in table


def test_an_error_closes_any_query() -> None:
    table = QueryTable(2)
    table.open(GetStatus(request_id="q1"))
    table.close(Error(code="internal", message="x", request_id="q1"))
    assert len(table) == 0


def test_an_export_is_closed_by_its_last_blob_only() -> None:
    table = QueryTable(2)
    table.open(Export(request_id="q1", clips=(ClipRef(clip_id="c"),), format="gif"))
    for file, part in ((0, 0), (0, 1), (1, 0)):
        table.close(
            Blob(
                request_id="q1",
                name="x",
                data=b"",
                sha256="0" * 64,
                file=file,
                files=2,
                part=part,
                parts=2,
            )
        )
        assert "q1" in table
    table.close(Blob(request_id="q1", name="x", data=b"", sha256="0" * 64, file=1, files=2, part=1, parts=2))
    assert "q1" not in table


def test_open_queries_are_bounded() -> None:
    table = QueryTable(1)
    table.open(GetStatus(request_id="q1"))
    with pytest.raises(Busy):
        table.open(GetStatus(request_id="q2"))


def test_what_was_answered_is_remembered_for_a_while() -> None:
    table = QueryTable(2)
    for number in range(300):
        table.open(GetStatus(request_id=f"q{number}"))
        assert not table.answered(f"q{number}")
        table.close(Error(code="internal", message="x", request_id=f"q{number}"))
    assert table.answered("q299") and not table.answered("q0") and not table.answered("never")


def test_a_consultation_is_answered_in_steps_until_one_is_final() -> None:
    table = QueryTable(2)
    table.open(Consult(request_id="q1", text="walk"))
    step = Reading(request_id="q1", interpreter="tiny")
    for _ in range(3):
        table.close(step)
    assert "q1" in table and not is_last_answer(step)
    table.close(Reading(request_id="q1", interpreter="tiny", final=True))
    assert "q1" not in table and table.answered("q1")
