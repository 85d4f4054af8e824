"""Every message that a session can hand over has its service."""

from typing import Any, cast, get_args

import pytest
from neonworks_daemon.dispatch import Dispatcher
from neonworks_daemon.queries import QueryService
from neonworks_daemon.requests import RequestService
from neonworks_daemon.sessions import Session
from neonworks_daemon.watch_desk import WatchDesk
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.events import Closing, Connected, Reattached, Repeated, Resumed
from neonworks_protocol.messages import (
    Accepted,
    Cancel,
    ClientMessage,
    Credit,
    Done,
    EndMessage,
    Hello,
    Pin,
    Retry,
    ServerMessage,
    Submit,
)
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding

HELLO = Hello(versions=(1,), client=ClientInfo(id="me", name="test"))


class Spy:
    """Stands for any service; notes which method was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def called(*_: object) -> None:
            self.calls.append(name)

        return called


class FakeConnection:
    encoding = Encoding.PNG
    resumed = 0

    def __init__(self) -> None:
        self.told: list[ServerMessage] = []

    def resume(self) -> None:
        self.resumed += 1

    def answer(self, message: ServerMessage) -> None:
        self.told.append(message)

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None:
        self.told.append(message)


def _dispatcher() -> tuple[Dispatcher, Spy, Session]:
    spy = Spy()
    dispatcher = Dispatcher(cast(RequestService, spy), cast(QueryService, spy), cast(WatchDesk, spy))
    return dispatcher, spy, cast(Session, FakeConnection())


def test_no_message_of_the_protocol_is_without_a_handler() -> None:
    dispatcher, _, _ = _dispatcher()
    assert set(get_args(ClientMessage)) - {Hello} <= dispatcher.handled


def test_requests_cancels_and_returns_go_to_the_requests() -> None:
    dispatcher, spy, connection = _dispatcher()
    submit = Submit(request_id="r", sprite=b"x", text="walk")
    dispatcher.handle(connection, Connected(HELLO, 1))
    dispatcher.handle(connection, submit)
    dispatcher.handle(connection, Cancel(request_id="r"))
    dispatcher.handle(connection, Reattached(submit, None))
    answer = Accepted(request_id="r", job_id="j")
    dispatcher.handle(connection, Repeated(submit, answer, Done(request_id="r")))
    dispatcher.handle(connection, Resumed(HELLO, gap=False))
    dispatcher.handle(connection, Retry(request_id="again", job_id="j"))
    assert spy.calls == ["request", "cancel", "reattach", "repeat", "request"]


def test_pins_go_to_the_queries() -> None:
    dispatcher, spy, connection = _dispatcher()
    dispatcher.handle(connection, Pin(request_id="q", job_id="j"))
    assert spy.calls == ["pin"]


def test_credit_wakes_the_connection() -> None:
    dispatcher, _, connection = _dispatcher()
    dispatcher.handle(connection, Credit(messages=1))
    assert cast(FakeConnection, connection).resumed == 1


def test_an_event_that_nobody_handles_is_a_bug() -> None:
    dispatcher, _, connection = _dispatcher()
    with pytest.raises(IllegalTransition, match="Closing"):
        dispatcher.handle(connection, Closing(1000, ""))
