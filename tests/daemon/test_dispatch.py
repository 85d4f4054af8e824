"""Every message that a session can hand over has its service."""

from typing import Any, cast, get_args

import pytest
from neonworks_daemon.dispatch import Dispatcher
from neonworks_daemon.exporting import Exporter
from neonworks_daemon.language.consulting import Consulting
from neonworks_daemon.looks import LookService
from neonworks_daemon.queries import QueryService
from neonworks_daemon.requests import RequestService
from neonworks_daemon.sessions import Session
from neonworks_daemon.watch_desk import WatchDesk
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.events import Closing, Connected, Reattached, Repeated, Resumed, ServerEvent
from neonworks_protocol.messages import (
    Accepted,
    Analyse,
    Cancel,
    ClientMessage,
    Consult,
    Credit,
    Done,
    EndMessage,
    Export,
    Hello,
    Interpolate,
    Pin,
    Retry,
    ServerMessage,
    Submit,
    Variations,
)
from neonworks_protocol.records import ClientInfo, ClipRef
from neonworks_protocol.vocabulary import Encoding

HELLO = Hello(versions=(1,), client=ClientInfo(id="me", name="test"))


class Spy:
    """Stands for any service; notes which method was called."""

    def __init__(self, name: str, calls: list[str], answer: bool = False) -> None:
        self._name = name
        self._calls = calls
        self.answer = answer

    def __getattr__(self, name: str) -> Any:
        def called(*_: object) -> bool:
            self._calls.append(f"{self._name}.{name}")
            return self.answer

        return called


class FakeConnection:
    encoding = Encoding.PNG
    resumed = 0

    def __init__(self) -> None:
        self.told: list[ServerMessage] = []
        self.questions: set[str] = set()

    def asks(self, request_id: str) -> bool:
        return request_id in self.questions

    def resume(self) -> None:
        self.resumed += 1

    def answer(self, message: ServerMessage) -> None:
        self.told.append(message)

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None:
        self.told.append(message)


class Bench:
    """A dispatcher whose services are spies."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.queries = Spy("queries", self.calls)
        self.looks = Spy("looks", self.calls)
        self.fake = FakeConnection()
        self.connection = cast(Session, self.fake)
        self.dispatcher = Dispatcher(
            cast(RequestService, Spy("requests", self.calls)),
            cast(QueryService, self.queries),
            cast(Exporter, Spy("exporter", self.calls)),
            cast(WatchDesk, Spy("watch", self.calls)),
            cast(Consulting, Spy("consulting", self.calls)),
            cast(LookService, self.looks),
        )

    def handle(self, *events: ServerEvent) -> list[str]:
        for event in events:
            self.dispatcher.handle(self.connection, event)
        return self.calls


def test_no_message_of_the_protocol_is_without_a_handler() -> None:
    assert set(get_args(ClientMessage)) - {Hello} <= Bench().dispatcher.handled


def test_requests_cancels_and_returns_go_to_the_requests() -> None:
    submit = Submit(request_id="r", sprite=b"x", text="walk")
    answer = Accepted(request_id="r", job_id="j")
    calls = Bench().handle(
        Connected(HELLO, 1),
        submit,
        Cancel(request_id="r"),
        Reattached(submit, None),
        Repeated(submit, answer, Done(request_id="r")),
        Resumed(HELLO, gap=False),
        Retry(request_id="again", job_id="j"),
    )
    assert calls == [
        "requests.request",
        "looks.cancel",
        *(f"requests.{name}" for name in ("cancel", "reattach", "repeat", "request")),
    ]


@pytest.mark.parametrize(
    "look",
    [
        Variations(request_id="r", sprite=b"x"),
        Interpolate(request_id="r", sprite=b"x", other=b"y"),
    ],
)
def test_looks_have_a_service_of_their_own(look: Variations | Interpolate) -> None:
    bench = Bench()
    bench.looks.answer = True
    answer = Accepted(request_id="r", job_id="j")
    calls = bench.handle(
        look,
        Reattached(look, answer),
        Repeated(look, answer, Done(request_id="r")),
        Cancel(request_id="r"),
    )
    assert calls == [f"looks.{name}" for name in ("request", "reattach", "repeat", "cancel")]


def test_questions_and_exports_have_their_own_services() -> None:
    calls = Bench().handle(
        Pin(request_id="q1", job_id="j"),
        Analyse(request_id="q2", sprite=b"x"),
        Export(request_id="q3", clips=(ClipRef(clip_id="j.0"),), format="gif"),
        Consult(request_id="q4", text="walk"),
    )
    assert calls == ["queries.pin", "queries.analyse", "exporter.export", "consulting.consult"]


def test_a_question_is_cancelled_by_whoever_answers_it() -> None:
    bench = Bench()
    bench.fake.questions.add("q")
    assert bench.handle(Cancel(request_id="q")) == ["queries.cancel", "consulting.cancel", "exporter.cancel"]
    bench.calls.clear()
    bench.queries.answer = True
    assert bench.handle(Cancel(request_id="q")) == ["queries.cancel"]


def test_credit_wakes_the_connection() -> None:
    bench = Bench()
    bench.handle(Credit(messages=1))
    assert bench.fake.resumed == 1


def test_an_event_that_nobody_handles_is_a_bug() -> None:
    with pytest.raises(IllegalTransition, match="Closing"):
        Bench().handle(Closing(1000, ""))
